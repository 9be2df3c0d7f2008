package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/**
 * A target or a limit of one cost. Above its band a search is pushed to less, below it to more; the
 * found network is never above it.
 *
 * <p>As text (see {@link BudgetText}):
 *
 * <pre>
 * 1.0x         as the quantized original at the most, aimed at 95 % of that at least
 * 1.0x+-5%     a target: 5 % less to 5 % more
 * 1.0x-10%+2%  a target: 10 % less to 2 % more; either side may be left out
 * &lt;=1.0x       a limit: anything below is as good
 * </pre>
 *
 * and absolute values in place of {@code 1.0x}: {@code 3.2ms}, {@code 150uJ}, {@code 40.8M}, {@code
 * 64KiB}.
 *
 * @param given as the user wrote it
 * @param limit the value written, in the kind's unit
 * @param low lower end of the band as a share of the value; 0 for none
 * @param high upper end of the band as a share of the value, 1 or more
 */
public record Budget(CostKind kind, String given, double limit, double low, double high) {

  /** Throws a one-line error that names the option, what was found and what is expected. */
  public static Budget parse(CostKind kind, String text, BudgetReference reference) {
    return BudgetText.parse(kind, text, reference);
  }

  /** {@link #paper}, as {@code kind=value}. */
  public static final List<String> PAPER = List.of("flops=1.0x+-5%", "params=<=1.05x");

  /** Percentages are of the target. */
  public static Budget parse(CostKind kind, String text, Costs original, HardwareConfig hardware) {
    return parse(kind, text, BudgetReference.of(original, hardware));
  }

  /**
   * As the paper's results have it: FLOPs within 5 % either side, PARAMs from above
   * (search/docs/methods.md#budgets-and-bands).
   */
  public static List<Budget> paper(Costs original) {
    return List.of(
        new Budget(CostKind.FLOPS, "1.0x+-5%", original.flops(), 0.95, 1.05),
        new Budget(CostKind.PARAMS, "<=1.05x", 1.05 * original.params(), 0, 1));
  }

  /** The same with percentages of the FLOPs band as the reference says. */
  public static List<Budget> paper(BudgetReference reference) {
    return PAPER.stream().map(budget -> parse(budget, reference)).toList();
  }

  /**
   * Throws a one-line error for a cost that is none.
   *
   * @param text {@code kind=value}
   */
  public static Budget parse(String text, BudgetReference reference) {
    int at = text.indexOf('=');
    return parse(
        CostKind.named(text.substring(0, Math.max(0, at))), text.substring(at + 1), reference);
  }

  /**
   * Throws a one-line error where there is none.
   *
   * @param method that needs one
   */
  public static void requireOne(String method, List<Budget> budgets) {
    if (budgets.isEmpty()) {
      throw new InvalidInputException(
          "--method " + method + ": found no budget, expected one such as --latency-budget 1.0x");
    }
  }

  /**
   * Costs that are told of a network: all, but of the layers back to back only where a budget binds
   * to them, for the others follow without simulating steps behind one another.
   */
  public static List<CostKind> told(List<Budget> budgets) {
    boolean whole = budgets.stream().anyMatch(b -> b.kind() == CostKind.WHOLE);
    return Arrays.stream(CostKind.values()).filter(k -> k != CostKind.WHOLE || whole).toList();
  }

  /** Least cost in the band, in the kind's unit; 0 if there is no lower end. */
  public double lowest() {
    return low * limit;
  }

  /** Largest cost in the band, in the kind's unit. */
  public double highest() {
    return high * limit;
  }

  /**
   * Most that a network may cost which is still being widened, in the kind's unit: of clocks the
   * value as written, whatever a band allows above it; of other costs the upper end of the band.
   */
  public double ceiling() {
    return kind == CostKind.LATENCY || kind == CostKind.WHOLE ? limit : highest();
  }

  /** -1 below the band, +1 above, 0 within. */
  public int side(double cost) {
    return cost < lowest() ? -1 : cost > highest() ? 1 : 0;
  }

  public boolean met(double cost) {
    return cost <= highest();
  }
}
