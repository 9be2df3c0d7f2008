package dev.twobit.experiment.study;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.inference.TestUtils;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** The statistics of studies. */
public final class StudyStatistics {
  private StudyStatistics() {}

  /**
   * Size, mean and deviation of a sample.
   *
   * @param deviation with n - 1 below; 0 of a single value
   */
  public record Summary(int count, double mean, double deviation) {}

  /** NaN of none. */
  public static Summary summary(List<Double> values) {
    DescriptiveStatistics s = new DescriptiveStatistics();
    values.forEach(s::addValue);
    return new Summary(
        values.size(), s.getMean(), values.size() > 1 ? s.getStandardDeviation() : 0);
  }

  /**
   * Kendall's tau-b, which takes ties into account; empty where one side has no two different
   * values.
   */
  public static OptionalDouble kendallTauB(double[] x, double[] y) {
    if (x.length < 2) {
      return OptionalDouble.empty();
    }
    return finite(new KendallsCorrelation().correlation(x, y));
  }

  /**
   * Spearman's rho, equal values with their mean rank; empty where one side has no two different
   * values.
   */
  public static OptionalDouble spearmanRho(double[] x, double[] y) {
    if (x.length < 2) {
      return OptionalDouble.empty();
    }
    return finite(new SpearmansCorrelation().correlation(x, y));
  }

  /**
   * Two-sided p of a paired t-test; empty for fewer than two pairs, or differences that are all the
   * same.
   */
  public static OptionalDouble pairedP(List<Double> a, List<Double> b) {
    if (a.size() != b.size() || a.size() < 2) {
      return OptionalDouble.empty();
    }
    return finite(TestUtils.pairedTTest(array(a), array(b)));
  }

  /**
   * Sample deviation of the difference between two trainings of one network, over all pairs of
   * them: root of 2 times that of a training. 0 of fewer than two.
   */
  public static double pairSpread(List<Double> values) {
    return Math.sqrt(2) * summary(values).deviation();
  }

  /**
   * p values adjusted for there being several of them (Holm 1979, Scandinavian Journal of
   * Statistics 6, 65-70): where one is at most a level, so is the probability of any false one.
   */
  public static List<Double> holm(List<Double> p) {
    List<Integer> order =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparing(p::get)).toList();
    Double[] adjusted = new Double[p.size()];
    double most = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      most = Math.max(most, Math.min(1, (p.size() - rank) * p.get(order.get(rank))));
      adjusted[order.get(rank)] = most;
    }
    return List.of(adjusted);
  }

  /** Two-sided p of Welch's t-test; empty for fewer than two values on a side. */
  public static OptionalDouble welchP(List<Double> a, List<Double> b) {
    if (a.size() < 2 || b.size() < 2) {
      return OptionalDouble.empty();
    }
    return finite(TestUtils.tTest(array(a), array(b)));
  }

  /**
   * Least squares y = intercept + slope x.
   *
   * @param rSquared share of y's variance that it explains
   */
  public record Line(double intercept, double slope, double rSquared) {}

  /** NaN for fewer than two different x. */
  public static Line line(List<Double> x, List<Double> y) {
    SimpleRegression regression = new SimpleRegression();
    for (int i = 0; i < x.size(); i++) {
      regression.addData(x.get(i), y.get(i));
    }
    return new Line(regression.getIntercept(), regression.getSlope(), regression.getRSquare());
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
