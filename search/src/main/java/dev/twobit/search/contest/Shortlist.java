package dev.twobit.search.contest;

import dev.twobit.search.SlimmableSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From networks that a super-net scores as its parts to finalists: scored more carefully the fewer
 * are left, the best trained briefly on their own.
 */
public final class Shortlist {
  private final ComparedSearch.Scene scene;
  private final PartJudge judge;
  private final Entrant.Role role;
  private final Jury jury;

  /**
   * @param role of what it brings to the final
   */
  public Shortlist(ComparedSearch.Scene scene, PartJudge judge, Entrant.Role role, Jury jury) {
    this.scene = scene;
    this.judge = judge;
    this.role = role;
    this.jury = jury;
  }

  /**
   * @param scored networks other than the reference, at least one
   * @param whyNone where there is no finalist
   * @param figures what was told before
   */
  public Contest.Proposal proposal(
      Entrant reference,
      List<Map<String, Integer>> scored,
      String whyNone,
      Map<String, Double> figures)
      throws IOException {
    Sieve first = Sieve.ALL.get(0);
    double own = judge.loss(reference.widths(), first);
    double better = scored.stream().filter(w -> judge.loss(w, first) < own).count();
    Map<String, Double> told = new LinkedHashMap<>(figures);
    told.put("parts of the super-net that were scored", (double) scored.size());
    told.put("share of them that scored better than the reference", better / scored.size());
    List<Standing> standings = trainedBriefly(reference, sieved(scored, reference));
    List<Entrant> finalists =
        Jury.ranked(standings).stream()
            .map(Standing::entrant)
            .filter(e -> !e.isControl())
            .limit(scene.settings().halving().finalNetworks())
            .toList();
    return new Contest.Proposal(finalists, standings, whyNone, told);
  }

  private List<Map<String, Integer>> sieved(List<Map<String, Integer>> scored, Entrant reference) {
    List<Map<String, Integer>> left = scored;
    for (Sieve sieve : Sieve.ALL) {
      left =
          left.stream()
              .sorted(Comparator.comparingDouble(w -> judge.loss(w, sieve)))
              .limit(sieve.places() > 0 ? sieve.places() : settings().shortNetworks())
              .toList();
      jury.say(
          String.format(
              Locale.ROOT,
              "parts scored with %s: the best %.4f, the reference %.4f; %d go on",
              sieve.text(),
              judge.loss(left.get(0), sieve),
              judge.loss(reference.widths(), sieve),
              left.size()));
    }
    return left;
  }

  private List<Standing> trainedBriefly(Entrant reference, List<Map<String, Integer>> left)
      throws IOException {
    int epochs = Math.min(settings().shortEpochs(), scene.task().start().recipe().epochs());
    List<Entrant> entrants = new ArrayList<>(List.of(reference));
    left.forEach(w -> entrants.add(new Entrant(w, role)));
    return jury.judge(
        entrants,
        new Jury.Terms(
            "best parts (%s)".formatted(Jury.epochs(epochs)),
            epochs,
            scene.task().seed(),
            HeldOut.Part.RUNGS));
  }

  private SlimmableSettings settings() {
    return scene.settings().slimmable();
  }
}
