package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code [<=]VALUE[-A%][+B%]}, or {@code VALUE+-A%}; VALUE is {@code 1.0x} of the original or a
 * number with its unit.
 */
final class BudgetText {
  /**
   * Below a value without a band of its own, in percent: TAS's tolerance
   * (search/docs/methods.md#budgets-and-bands).
   */
  private static final double TOLERANCE = 5;

  private static final String NUMBER = "([0-9]*\\.?[0-9]+)";
  private static final Pattern FORM =
      Pattern.compile(
          "(<=)?\\s*"
              + NUMBER
              + "\\s*([a-zA-Z]*)\\s*(?:\\+-\\s*"
              + NUMBER
              + "%|(?:-\\s*"
              + NUMBER
              + "%)?\\s*(?:\\+\\s*"
              + NUMBER
              + "%)?)");

  private final CostKind kind;
  private final String text;
  private final BudgetReference reference;

  private BudgetText(CostKind kind, String text, BudgetReference reference) {
    this.kind = kind;
    this.text = text;
    this.reference = reference;
  }

  static Budget parse(CostKind kind, String text, BudgetReference reference) {
    return new BudgetText(kind, text, reference).parse();
  }

  private Budget parse() {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches() || Double.parseDouble(m.group(2)) <= 0) {
      throw bad();
    }
    boolean isLimit = m.group(1) != null;
    boolean hasBand = m.group(4) != null || m.group(5) != null || m.group(6) != null;
    if (isLimit && hasBand) {
      throw bad();
    }
    double value = value(Double.parseDouble(m.group(2)), m.group(3));
    double percentOfTarget =
        reference.base() == BandBase.WIDEST ? reference.widest().of(kind) / value / 100 : 0.01;
    double below = hasBand ? percent(m.group(4), m.group(5)) : TOLERANCE;
    double above = percent(m.group(4), m.group(6));
    double low = isLimit ? 0 : Math.max(0, 1 - below * percentOfTarget);
    return new Budget(kind, text.strip(), value, low, 1 + above * percentOfTarget);
  }

  private double percent(
      @org.jspecify.annotations.Nullable String both,
      @org.jspecify.annotations.Nullable String one) {
    return both != null ? Double.parseDouble(both) : one != null ? Double.parseDouble(one) : 0;
  }

  private double value(double number, String unit) {
    return unit.equals("x") ? number * reference.original().of(kind) : absolute(number, unit);
  }

  private double absolute(double number, String unit) {
    String lower = unit.toLowerCase(Locale.ROOT);
    double clocksPerMicrosecond = reference.hardware().clockMegahertz();
    return switch (kind) {
      case LATENCY, WHOLE ->
          switch (lower) {
            case "cycles", "" -> number;
            case "ms" -> number * clocksPerMicrosecond * 1e3;
            case "us" -> number * clocksPerMicrosecond;
            default -> throw bad();
          };
      case ENERGY ->
          switch (lower) {
            case "pj" -> number;
            case "nj" -> number * 1e3;
            case "uj" -> number * 1e6;
            case "mj" -> number * 1e9;
            default -> throw bad();
          };
      case FLOPS, PARAMS ->
          switch (lower) {
            case "" -> number;
            case "k" -> number * 1e3;
            case "m" -> number * 1e6;
            case "g" -> number * 1e9;
            default -> throw bad();
          };
      case SRAM_PEAK ->
          switch (lower) {
            case "b" -> number;
            case "kib" -> number * 1024;
            case "mib" -> number * 1024 * 1024;
            default -> throw bad();
          };
    };
  }

  private InvalidInputException bad() {
    String units =
        switch (kind) {
          case LATENCY, WHOLE -> "3.2ms, 800us or 250000cycles";
          case ENERGY -> "150uJ or 0.2mJ";
          case FLOPS, PARAMS -> "40.8M or a plain number";
          case SRAM_PEAK -> "64KiB or 65536B";
        };
    return new InvalidInputException(
        kind.option()
            + ": found '"
            + text
            + "', expected a value above 0 such as 1.0x, "
            + units
            + "; <=1.0x for a limit alone, 1.0x+-5% or 1.0x-10%+2% for a band");
  }
}
