package dev.twobit.simulator.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Figures that are counted but for one constant: figure = counted + constant x amount. The constant
 * is that of one point; the others are predictions.
 *
 * @param counted of each point
 * @param amounts what the constant multiplies
 */
record OneConstant(List<Double> counted, List<Double> amounts) {
  OneConstant {
    counted = List.copyOf(counted);
    amounts = List.copyOf(amounts);
  }

  /**
   * The constant with which point {@code on} is as given; below 0 if more is counted than given.
   */
  double fitted(List<Double> given, int on) {
    return (given.get(on) - counted.get(on)) / amounts.get(on);
  }

  List<Double> predicted(double constant) {
    return IntStream.range(0, counted.size())
        .mapToObj(i -> counted.get(i) + constant * amounts.get(i))
        .toList();
  }

  /** The largest error of the points that the constant is not of, percent. */
  double worstOfOthers(List<Double> given, int on) {
    return othersErrors(given, on).stream().mapToDouble(e -> e).max().orElseThrow();
  }

  double meanOfOthers(List<Double> given, int on) {
    return othersErrors(given, on).stream().mapToDouble(e -> e).average().orElseThrow();
  }

  /** {@link #worstOfOthers} with each point in turn as the one that is fitted. */
  List<Double> worstByFittedPoint(List<Double> given) {
    return IntStream.range(0, given.size()).mapToObj(on -> worstOfOthers(given, on)).toList();
  }

  private List<Double> othersErrors(List<Double> given, int on) {
    List<Double> predicted = predicted(fitted(given, on));
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (i != on) {
        errors.add(100 * Math.abs(predicted.get(i) - given.get(i)) / given.get(i));
      }
    }
    return errors;
  }
}
