package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import java.util.List;
import java.util.stream.Stream;

/** Which simulated clocks a budget of latency binds (search/docs/methods.md#latency-binds). */
public enum LatencyBinds {
  /** The sum of the layers one by one, each with cold boundaries. */
  ADDITIVE,
  /** The layers back to back. */
  WHOLE,
  /** Each of the two, a ratio to its own figure of the original. */
  BOTH;

  /**
   * Budgets with what a latency among them binds. Layers back to back are those of one image, so
   * that the sum alone binds where there are more; and so it is where the user says what binds the
   * layers back to back.
   *
   * @param budgets {@code kind=value}
   * @param images of an inference
   */
  public List<String> applied(List<String> budgets, int images) {
    String whole = CostKind.WHOLE.label() + "=";
    if (images != 1 || budgets.stream().anyMatch(b -> b.startsWith(whole))) {
      return List.copyOf(budgets);
    }
    String latency = CostKind.LATENCY.label() + "=";
    return budgets.stream()
        .flatMap(
            b ->
                b.startsWith(latency)
                    ? bound(b, whole + b.substring(latency.length()))
                    : Stream.of(b))
        .toList();
  }

  private Stream<String> bound(String additive, String whole) {
    return switch (this) {
      case ADDITIVE -> Stream.of(additive);
      case WHOLE -> Stream.of(whole);
      case BOTH -> Stream.of(additive, whole);
    };
  }
}
