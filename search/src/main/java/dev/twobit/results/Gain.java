package dev.twobit.results;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A difference between two networks trained alike.
 *
 * @param metric such as {@code accuracy as trained} or {@code latency}
 * @param unit of the two values
 * @param change {@code toValue} against {@code fromValue}
 * @param changeUnit {@code points} or {@code %}
 * @param halfWidth95 of the change in points, from the test-set size alone; absent where nothing is
 *     sampled
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record Gain(
    String metric,
    NetworkKind from,
    NetworkKind to,
    String unit,
    double fromValue,
    double toValue,
    double change,
    String changeUnit,
    OptionalDouble halfWidth95) {

  /** Every difference both rows have a figure for. */
  public static List<Gain> between(NetworkRow from, NetworkRow to) {
    if (!from.kind().trainedByThisRun() || !to.kind().trainedByThisRun()) {
      throw new IllegalArgumentException(
          "gains are stated between networks trained alike, not " + from.kind() + ", " + to.kind());
    }
    List<Gain> gains = new ArrayList<>();
    for (Accuracy.Form form : Accuracy.Form.values()) {
      from.accuracy(form)
          .flatMap(a -> to.accuracy(form).map(b -> ofAccuracies(from, to, a, b)))
          .ifPresent(gains::add);
    }
    from.simulated()
        .ifPresent(
            a ->
                to.simulated()
                    .ifPresent(
                        b -> {
                          gains.add(
                              ratio(
                                  "latency",
                                  from,
                                  to,
                                  "ms",
                                  a.latencyMilliseconds(),
                                  b.latencyMilliseconds()));
                          gains.add(
                              ratio(
                                  "energy",
                                  from,
                                  to,
                                  "mJ",
                                  a.energyMillijoules(),
                                  b.energyMillijoules()));
                        }));
    gains.add(ratio("MACs", from, to, "MACs", from.flops(), to.flops()));
    gains.add(ratio("PARAMs", from, to, "parameters", from.params(), to.params()));
    gains.add(
        ratio(
            "packed weights", from, to, "bytes", from.packedWeightBytes(), to.packedWeightBytes()));
    return List.copyOf(gains);
  }

  private static Gain ofAccuracies(NetworkRow from, NetworkRow to, Accuracy a, Accuracy b) {
    String metric =
        a.form() == Accuracy.Form.AS_TRAINED ? "accuracy as trained" : "accuracy as deployed";
    double half =
        100
            * Binomial.differenceHalfWidth95(
                a.top1Percent() / 100, a.testImages(), b.top1Percent() / 100, b.testImages());
    return new Gain(
        metric,
        from.kind(),
        to.kind(),
        "%",
        a.top1Percent(),
        b.top1Percent(),
        b.top1Percent() - a.top1Percent(),
        "points",
        OptionalDouble.of(half));
  }

  private static Gain ratio(
      String metric, NetworkRow from, NetworkRow to, String unit, double a, double b) {
    return new Gain(
        metric, from.kind(), to.kind(), unit, a, b, 100 * (b / a - 1), "%", OptionalDouble.empty());
  }
}
