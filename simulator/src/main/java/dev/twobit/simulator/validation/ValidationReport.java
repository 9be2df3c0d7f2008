package dev.twobit.simulator.validation;

import java.util.Comparator;
import java.util.List;

/**
 * Simulated against given figures.
 *
 * @param rows rows compared
 * @param meanErrorPercent mean of |simulated - given| / given, percent; median and worst likewise
 * @param worstRows the five with the largest error, worst first
 */
public record ValidationReport(
    int rows,
    double meanErrorPercent,
    double medianErrorPercent,
    double worstErrorPercent,
    List<Comparison> worstRows) {
  private static final int WORST = 5;

  public ValidationReport {
    worstRows = List.copyOf(worstRows);
  }

  /**
   * One row.
   *
   * @param description what was run
   * @param line in the file
   * @param figure which of the row's figures is compared (the worst of several)
   */
  public record Comparison(
      String description, int line, String figure, double given, double simulated) {
    public double errorPercent() {
      return given == simulated ? 0 : 100 * Math.abs(simulated - given) / Math.abs(given);
    }
  }

  static ValidationReport of(List<Comparison> comparisons) {
    double[] errors = comparisons.stream().mapToDouble(Comparison::errorPercent).sorted().toArray();
    int n = errors.length;
    double median = n % 2 == 1 ? errors[n / 2] : (errors[n / 2 - 1] + errors[n / 2]) / 2;
    double mean = comparisons.stream().mapToDouble(Comparison::errorPercent).sum() / n;
    return new ValidationReport(
        n,
        mean,
        median,
        errors[n - 1],
        comparisons.stream()
            .sorted(Comparator.comparingDouble(Comparison::errorPercent).reversed())
            .limit(WORST)
            .toList());
  }
}
