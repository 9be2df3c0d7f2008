package dev.twobit.experiment.exam;

import dev.twobit.experiment.study.StudyStatistics;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Grades scores against a truth. How sure a rho is follows from resampling the networks: percentile
 * bootstrap, the same resamples for all scores.
 */
final class Grading {
  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.025;

  private final RankedScore truth;
  private final RankedScore size;
  private final long seed;

  /**
   * @param truth after full training
   * @param size MACs x PARAMs
   * @param seed of the resamples
   */
  Grading(RankedScore truth, RankedScore size, long seed) {
    this.truth = truth;
    this.size = size;
    this.seed = seed;
  }

  List<Grade> of(List<RankedScore> scores) {
    return scores.stream().map(this::of).toList();
  }

  Grade of(RankedScore score) {
    int[] all = IntStream.range(0, truth.goodness().size()).toArray();
    int[] top =
        Arrays.stream(all)
            .boxed()
            .sorted(Comparator.comparing(truth.goodness()::get, Comparator.reverseOrder()))
            .limit((all.length + 1) / 2)
            .mapToInt(Integer::intValue)
            .toArray();
    double[] rhos = new double[RESAMPLES];
    int defined = 0;
    int ahead = 0;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < RESAMPLES; i++) {
      int[] drawn = random.ints(all.length, 0, all.length).toArray();
      OptionalDouble rho = rho(score, drawn);
      if (rho.isPresent()) {
        rhos[defined++] = rho.getAsDouble();
        ahead += rho.getAsDouble() > rho(size, drawn).orElse(-1) ? 1 : 0;
      }
    }
    double[] sorted = Arrays.copyOf(rhos, defined);
    Arrays.sort(sorted);
    return new Grade(
        score,
        ranks(score, all),
        ranks(score, top),
        quantile(sorted, TAIL),
        quantile(sorted, 1 - TAIL),
        defined == 0 ? 0 : (double) ahead / defined);
  }

  private Grade.Ranks ranks(RankedScore score, int[] networks) {
    return Grade.Ranks.of(score.of(networks), truth.of(networks));
  }

  private OptionalDouble rho(RankedScore score, int[] networks) {
    return StudyStatistics.spearmanRho(score.of(networks), truth.of(networks));
  }

  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
