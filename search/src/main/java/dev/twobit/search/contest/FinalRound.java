package dev.twobit.search.contest;

import dev.twobit.search.HalvingSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The full training of the few that are left, some seeds each, compared on images that no rung has
 * seen. Of those that are better than the reference by more than chance the best wins; a level is
 * shared by all that are compared, so that it holds for the winner.
 */
public final class FinalRound {
  /** Trainings of a run have the user's seeds; those that chose the network are others. */
  private static final long SEED_STEP = 1_000_003;

  private final HalvingSettings settings;
  private final int fullEpochs;
  private final long seed;

  FinalRound(HalvingSettings settings, int fullEpochs, long seed) {
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  /** A network and by how much it is better than the reference. */
  public record Compared(Entrant entrant, Lead lead) {}

  /**
   * How it ended.
   *
   * @param compared all but the reference, the best first
   * @param winner better than the reference; empty: none is
   * @param seeds trainings of each
   * @param images that were scored
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Result(List<Compared> compared, Optional<Compared> winner, int seeds, int images) {}

  /**
   * @param reference what a winner has to be better than
   * @param others compared with it, at least one
   * @param only for the record: over a budget, and so no winner
   */
  Result run(Entrant reference, List<Entrant> others, List<Entrant> only, Jury jury)
      throws IOException {
    List<Entrant> all = new ArrayList<>(List.of(reference));
    all.addAll(others);
    all.addAll(only);
    Map<Entrant, List<Score>> scores = new LinkedHashMap<>();
    all.forEach(e -> scores.put(e, new ArrayList<>()));
    int most = settings.finalTrainings();
    for (int s = 0; s < most; s++) {
      for (Standing standing : jury.judge(all, terms(s, most))) {
        scores.getOrDefault(standing.entrant(), new ArrayList<>()).add(standing.score());
      }
      if (s + 1 >= HalvingSettings.LEAST_FINAL_SEEDS
          && s + 1 < most
          && !anyAhead(reference, others, scores)) {
        jury.say("final: none is ahead of " + reference.role().text() + "; it ends here");
        return result(reference, others, only, scores);
      }
    }
    return result(reference, others, only, scores);
  }

  /**
   * Seed of a full training of the final.
   *
   * @param training 0-based
   */
  public static long seed(long seed, int training) {
    return seed + SEED_STEP * (training + 1);
  }

  private Jury.Terms terms(int training, int of) {
    String name = "final %d of %d (%s)".formatted(training + 1, of, Jury.epochs(fullEpochs));
    return new Jury.Terms(name, fullEpochs, seed(seed, training), HeldOut.Part.FINAL);
  }

  /** Giving up early where nothing leads returns no network that would else not be returned. */
  private static boolean anyAhead(
      Entrant reference, List<Entrant> others, Map<Entrant, List<Score>> scores) {
    double own = mean(scores.getOrDefault(reference, List.of()));
    return others.stream().anyMatch(o -> mean(scores.getOrDefault(o, List.of())) < own);
  }

  private static double mean(List<Score> scores) {
    return scores.stream().mapToDouble(Score::meanCrossEntropy).average().orElseThrow();
  }

  private Result result(
      Entrant reference,
      List<Entrant> others,
      List<Entrant> only,
      Map<Entrant, List<Score>> scores) {
    Map<Entrant, Score[]> all = new LinkedHashMap<>();
    scores.forEach((e, s) -> all.put(e, s.toArray(Score[]::new)));
    Scatter scatter = Scatter.of(List.copyOf(all.values()));
    Score[] own = all.getOrDefault(reference, new Score[0]);
    List<Compared> compared = new ArrayList<>();
    for (Entrant e : join(others, only)) {
      Score[] of = all.getOrDefault(e, own);
      compared.add(new Compared(e, Lead.of(of, own, scatter)));
    }
    compared.sort(Comparator.comparingDouble(c -> -c.lead().nats()));
    double level = settings.finalLevel() / Math.max(1, others.size());
    Optional<Compared> winner =
        compared.stream()
            .filter(c -> others.contains(c.entrant()) && c.lead().isBetter(level))
            .findFirst();
    return new Result(List.copyOf(compared), winner, own.length, own[0].images());
  }

  private static List<Entrant> join(List<Entrant> a, List<Entrant> b) {
    List<Entrant> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
