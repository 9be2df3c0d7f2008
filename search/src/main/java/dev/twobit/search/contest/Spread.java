package dev.twobit.search.contest;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** How far the scores of a rung lie apart, against how sure one difference of two is. */
final class Spread {
  private Spread() {}

  /** Standard deviation of mean cross-entropies, nats. */
  static double deviation(List<Standing> standings) {
    DescriptiveStatistics means = new DescriptiveStatistics();
    standings.forEach(s -> means.addValue(s.score().meanCrossEntropy()));
    return means.getStandardDeviation();
  }

  /**
   * Median over networks of the standard error, over images, of the difference from the first;
   * empty where scores are means of steps, of which no image's share is known.
   */
  static OptionalDouble uncertainty(List<Standing> standings) {
    float[] first = standings.get(0).score().crossEntropy();
    if (standings.stream().allMatch(s -> s.score().isMean())) {
      return OptionalDouble.empty();
    }
    DescriptiveStatistics errors = new DescriptiveStatistics();
    for (Standing s : standings.subList(1, standings.size())) {
      DescriptiveStatistics differences = new DescriptiveStatistics();
      for (int i = 0; i < first.length; i++) {
        differences.addValue(s.score().crossEntropy()[i] - (double) first[i]);
      }
      errors.addValue(differences.getStandardDeviation() / Math.sqrt(first.length));
    }
    return OptionalDouble.of(errors.getPercentile(50));
  }
}
