package dev.twobit.benchmark;

import dev.twobit.tensor.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Times of steps, one of each kind a repetition, so that what else runs disturbs all alike. */
final class PairedTimes {
  private static final int STEPS = 2;

  private final int threads;
  private final List<Precision> precisions;
  private final Map<StepKind, List<Double>> python = new LinkedHashMap<>();
  private final Map<Precision, Map<StepKind, List<Double>>> ours = new LinkedHashMap<>();

  PairedTimes(int threads, List<Precision> precisions) {
    this.threads = threads;
    this.precisions = precisions;
  }

  /**
   * Every step on either side.
   *
   * @param warmUp steps of each before that are not counted
   */
  void repetition(BenchmarkSteps steps, PythonSteps other, int warmUp) throws IOException {
    for (StepKind kind : StepKind.values()) {
      for (Precision precision : precisions) {
        if (warmUp > 0) {
          steps.seconds(kind, precision, threads, warmUp);
        }
        add(
            kind,
            ours.computeIfAbsent(precision, p -> new LinkedHashMap<>()),
            steps.seconds(kind, precision, threads, STEPS));
      }
      if (warmUp > 0) {
        other.seconds(kind, threads, warmUp);
      }
      OptionalDouble theirs = other.seconds(kind, threads, STEPS);
      if (theirs.isPresent()) {
        add(kind, python, theirs.getAsDouble());
      }
    }
  }

  private static void add(StepKind kind, Map<StepKind, List<Double>> to, double seconds) {
    to.computeIfAbsent(kind, k -> new ArrayList<>()).add(seconds * 1000 / STEPS);
  }

  List<TrainingBenchmark.Speed> speeds(int batch) {
    List<TrainingBenchmark.Speed> result = new ArrayList<>();
    ours.forEach(
        (precision, byKind) ->
            byKind.forEach(
                (kind, times) -> {
                  List<Double> theirs = python.getOrDefault(kind, List.of());
                  result.add(
                      new TrainingBenchmark.Speed(
                          kind,
                          precision,
                          threads,
                          median(times),
                          times.stream().mapToDouble(t -> t).min().orElse(0),
                          batch * 1000 / median(times),
                          theirs.isEmpty() ? 0 : median(theirs),
                          theirs.isEmpty() ? 0 : median(pairs(theirs, times, (a, b) -> a / b))));
                }));
    return result;
  }

  /** W2A2 less full precision in the same repetition. */
  List<TrainingBenchmark.Share> shares() {
    List<TrainingBenchmark.Share> result = new ArrayList<>();
    ours.forEach(
        (precision, byKind) -> {
          List<Double> quantized = byKind.getOrDefault(StepKind.W2A2, List.of());
          List<Double> plain = byKind.getOrDefault(StepKind.FP32, List.of());
          result.add(
              new TrainingBenchmark.Share(
                  precision,
                  threads,
                  median(pairs(quantized, plain, (q, p) -> q - p)),
                  median(pairs(quantized, plain, (q, p) -> 100 * (q - p) / q))));
        });
    return result;
  }

  private static List<Double> pairs(
      List<Double> a, List<Double> b, java.util.function.DoubleBinaryOperator f) {
    return IntStream.range(0, a.size()).mapToObj(i -> f.applyAsDouble(a.get(i), b.get(i))).toList();
  }

  /** The lower of the two middle ones is not taken: their mean is. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
