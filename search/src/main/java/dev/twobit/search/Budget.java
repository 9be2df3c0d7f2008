package dev.twobit.search;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on one cost, and the band in which the search holds it.
 *
 * @param given as the user wrote it
 * @param limit in the kind's unit
 * @param low lower end of the band as a share of the limit; 0 for none
 * @param high upper end of the band as a share of the limit
 */
public record Budget(CostKind kind, String given, double limit, double low, double high) {
  private static final double LOW = 0.95;
  private static final Pattern FORM = Pattern.compile("([0-9]*\\.?[0-9]+)\\s*([a-zA-Z]*)");

  /**
   * @param text {@code 1.0x} of the original, or an absolute value with its unit: cycles or ms, uJ
   *     or mJ, M or G, plain numbers
   * @param original costs of the 2-bit original on the same hardware
   */
  public static Budget parse(CostKind kind, String text, Costs original, HardwareConfig hardware) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches() || Double.parseDouble(m.group(1)) <= 0) {
      throw bad(kind, text);
    }
    double number = Double.parseDouble(m.group(1));
    String unit = m.group(2);
    double limit =
        unit.equals("x")
            ? number * original.of(kind)
            : absolute(kind, number, unit, text, hardware);
    return new Budget(kind, text, limit, LOW, 1.0);
  }

  /** The paper's setting: FLOPs within 5 % either side, PARAMs from above (SPEC 2.4). */
  public static java.util.List<Budget> paper(Costs original) {
    return java.util.List.of(
        new Budget(CostKind.FLOPS, "1.0x (paper)", original.flops(), 0.95, 1.05),
        new Budget(CostKind.PARAMS, "1.0x (paper)", original.params(), 0, 1.05));
  }

  private static double absolute(
      CostKind kind, double number, String unit, String text, HardwareConfig hardware) {
    String lower = unit.toLowerCase(Locale.ROOT);
    return switch (kind) {
      case LATENCY ->
          switch (lower) {
            case "cycles", "" -> number;
            case "ms" -> number * hardware.clockMegahertz() * 1e3;
            case "us" -> number * hardware.clockMegahertz();
            default -> throw bad(kind, text);
          };
      case ENERGY ->
          switch (lower) {
            case "pj" -> number;
            case "nj" -> number * 1e3;
            case "uj" -> number * 1e6;
            case "mj" -> number * 1e9;
            default -> throw bad(kind, text);
          };
      case FLOPS, PARAMS ->
          switch (lower) {
            case "" -> number;
            case "k" -> number * 1e3;
            case "m" -> number * 1e6;
            case "g" -> number * 1e9;
            default -> throw bad(kind, text);
          };
    };
  }

  private static InvalidInputException bad(CostKind kind, String text) {
    String units =
        switch (kind) {
          case LATENCY -> "1.0x, 3.2ms, 800us or 250000cycles";
          case ENERGY -> "1.0x, 150uJ or 0.2mJ";
          case FLOPS, PARAMS -> "1.0x, 40.8M or a plain number";
        };
    return new InvalidInputException(
        "--"
            + kind.label()
            + "-budget: found '"
            + text
            + "', expected a value above 0 such as "
            + units);
  }

  /** -1 below the band, +1 above, 0 within. */
  public int side(double cost) {
    return cost < low * limit ? -1 : cost > high * limit ? 1 : 0;
  }

  public boolean met(double cost) {
    return cost <= high * limit;
  }
}
