package dev.twobit.search.bits;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * A figure of a part of the Hessian.
 *
 * @param value of one parameter in the mean (trace) or as it is (eigenvalue)
 * @param standardError of it over probes; 0 where there are none
 */
record Sensitivity(double value, double standardError) {
  /**
   * The mean eigenvalue from probes.
   *
   * @param probes estimates of several traces each
   * @param part which of them
   * @param parameters on the diagonal
   */
  static Sensitivity ofTrace(List<double[]> probes, int part, double parameters) {
    DescriptiveStatistics estimates = new DescriptiveStatistics();
    probes.forEach(p -> estimates.addValue(p[part] / parameters));
    return new Sensitivity(
        estimates.getMean(), estimates.getStandardDeviation() / Math.sqrt(probes.size()));
  }

  /**
   * What a squared rounding error costs. An estimate below its own error counts as that: it is not
   * known to be less, and no error costs nothing.
   */
  double loss(double error) {
    return Math.max(value, standardError) * error;
  }
}
