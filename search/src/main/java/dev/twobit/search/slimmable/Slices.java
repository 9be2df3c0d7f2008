package dev.twobit.search.slimmable;

import dev.twobit.search.SlimmableSettings;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Standing;
import dev.twobit.search.frontier.MaximalNetworks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores maximal networks as parts of the super-net, more carefully the fewer are left, trains the
 * best of them briefly, and brings the best of these to the final.
 */
final class Slices implements Contest.Proposer {
  private final ComparedSearch.Scene scene;
  private final MaximalNetworks maximal;
  private final Trained trained;

  /** The super-net's training, then what judges its parts. */
  @FunctionalInterface
  interface Trained {
    SliceJudge judge(Entrant reference, Jury jury) throws IOException;
  }

  Slices(ComparedSearch.Scene scene, MaximalNetworks maximal, Trained trained) {
    this.scene = scene;
    this.maximal = maximal;
    this.trained = trained;
  }

  @Override
  public Contest.Proposal propose(Entrant reference, Jury jury) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("maximal networks", (double) maximal.all().size());
    String whyNone =
        "no other network within the budgets uses them up: widths have no room to move";
    if (maximal.all().stream().allMatch(w -> w.equals(reference.widths()))) {
      return new Contest.Proposal(List.of(), List.of(), whyNone, figures);
    }
    SliceJudge judge = trained.judge(reference, jury);
    Sieve first = Sieve.ALL.get(0);
    List<Map<String, Integer>> left =
        candidates(w -> judge.loss(w, first)).stream()
            .filter(w -> !w.equals(reference.widths()))
            .toList();
    figures.put("parts of the super-net that were scored", (double) left.size());
    double own = judge.loss(reference.widths(), first);
    double better = left.stream().filter(w -> judge.loss(w, first) < own).count();
    figures.put("share of them that scored better than the reference", better / left.size());
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
              sieve.key(),
              judge.loss(left.get(0), sieve),
              judge.loss(reference.widths(), sieve),
              left.size()));
    }
    List<Standing> standings = trainedBriefly(reference, left, jury);
    List<Entrant> finalists =
        Jury.ranked(standings).stream()
            .map(Standing::entrant)
            .filter(e -> !e.isControl())
            .limit(scene.settings().halving().finalNetworks())
            .toList();
    return new Contest.Proposal(finalists, standings, whyNone, figures);
  }

  private SlimmableSettings settings() {
    return scene.settings().slimmable();
  }

  /** All maximal networks where they are few, else some and what evolves from them. */
  private List<Map<String, Integer>> candidates(
      java.util.function.ToDoubleFunction<Map<String, Integer>> loss) {
    List<Map<String, Integer>> some =
        maximal.all().stream().limit(settings().scoredNetworks()).toList();
    boolean all = maximal.isComplete() && some.size() == maximal.all().size();
    return all ? some : new Evolution(scene).of(some, loss);
  }

  private List<Standing> trainedBriefly(
      Entrant reference, List<Map<String, Integer>> left, Jury jury) throws IOException {
    int epochs = Math.min(settings().shortEpochs(), scene.task().start().recipe().epochs());
    List<Entrant> entrants = new ArrayList<>(List.of(reference));
    left.forEach(w -> entrants.add(new Entrant(w, Entrant.Role.SLICED)));
    return jury.judge(
        entrants,
        new Jury.Terms(
            "best parts (%s)".formatted(Jury.epochs(epochs)),
            epochs,
            scene.task().seed(),
            HeldOut.Part.RUNGS));
  }
}
