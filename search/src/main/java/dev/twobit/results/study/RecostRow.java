package dev.twobit.results.study;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A network that a search found, simulated again.
 *
 * @param trial key of the search
 * @param costs by kind
 * @param left budgets that were met when it was found and are not now, as {@code latency=1.0x}
 * @param over budgets that were not met when it was found, nor are now
 * @param sameHardware whether the accelerator's figures are those that the search had
 */
public record RecostRow(
    String trial,
    String model,
    String method,
    long seed,
    List<Cost> costs,
    List<String> left,
    List<String> over,
    boolean sameHardware) {
  public RecostRow {
    costs = List.copyOf(costs);
    left = List.copyOf(left);
    over = List.copyOf(over);
  }

  /**
   * One cost, in the kind's unit.
   *
   * @param kind as {@code latency}
   * @param before as it was found; empty where the search did not tell it
   * @param now by the present simulator
   * @param relativeBefore to the original's at that time; {@code relativeNow} likewise
   */
  public record Cost(
      String kind,
      OptionalDouble before,
      double now,
      OptionalDouble relativeBefore,
      double relativeNow) {
    /** A sum in another order differs by less. */
    private static final double ROUNDING = 1e-9;

    /** Whether the simulator has another figure now. */
    public boolean isChanged() {
      return Math.abs(before.orElse(now) - now) > ROUNDING * Math.abs(now);
    }
  }

  /** Whether the simulator has another figure of any cost now. */
  public boolean isChanged() {
    return costs.stream().anyMatch(Cost::isChanged);
  }
}
