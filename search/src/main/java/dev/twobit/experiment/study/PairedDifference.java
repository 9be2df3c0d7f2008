package dev.twobit.experiment.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much trainings of one network are better than those of another with the same seeds:
 * Student's paired t-test.
 *
 * @param differences one a seed that both have
 * @param mean NaN of none
 * @param standardError of the mean; empty for fewer than two
 */
record PairedDifference(List<Double> differences, double mean, OptionalDouble standardError) {
  private static final double INTERVAL_LEVEL = 0.975;

  PairedDifference {
    differences = List.copyOf(differences);
  }

  /** Of values by seed. */
  static PairedDifference of(Map<Long, Double> values, Map<Long, Double> reference) {
    List<Double> differences = new ArrayList<>();
    values.forEach(
        (seed, value) -> {
          Double other = reference.get(seed);
          if (other != null) {
            differences.add(value - other);
          }
        });
    StudyStatistics.Summary s = StudyStatistics.summary(differences);
    return new PairedDifference(
        differences,
        s.mean(),
        s.count() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(s.deviation() / Math.sqrt(s.count())));
  }

  int count() {
    return differences.size();
  }

  /**
   * Probability of such a mean or a larger one where there is no difference. 1 where all
   * differences are 0, which two equal networks have; empty for fewer than two, or others that are
   * all the same.
   */
  OptionalDouble oneSidedP() {
    return t().isEmpty()
        ? ofEqual()
        : OptionalDouble.of(student().cumulativeProbability(-t().getAsDouble()));
  }

  /** Likewise, of a mean as far from 0 on either side. */
  OptionalDouble twoSidedP() {
    return t().isEmpty()
        ? ofEqual()
        : OptionalDouble.of(2 * student().cumulativeProbability(-Math.abs(t().getAsDouble())));
  }

  /** The 95 % interval is the mean, less and more than this; empty for fewer than two. */
  OptionalDouble halfInterval() {
    return standardError.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(standardError.getAsDouble() * quantile(count()));
  }

  /** What a mean is of its standard error at the least to be told from 0 at 5 %, two-sided. */
  static double quantile(int count) {
    return new TDistribution(count - 1.0).inverseCumulativeProbability(INTERVAL_LEVEL);
  }

  private OptionalDouble t() {
    double error = standardError.orElse(0);
    return error > 0 ? OptionalDouble.of(mean / error) : OptionalDouble.empty();
  }

  private OptionalDouble ofEqual() {
    return standardError.isPresent() && mean == 0 ? OptionalDouble.of(1) : OptionalDouble.empty();
  }

  private TDistribution student() {
    return new TDistribution(count() - 1.0);
  }
}
