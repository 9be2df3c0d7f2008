package dev.twobit.report;

import dev.twobit.network.CostKind;
import dev.twobit.results.Gain;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as readers see them, with units. */
final class Format {
  private Format() {}

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  static String oneDecimalPercent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", value);
  }

  /** Share 0..1. */
  static String share(double value) {
    return oneDecimalPercent(100 * value);
  }

  /** Sign always, two decimals, with its uncertainty where it has one. */
  static String change(Gain gain) {
    String value = String.format(Locale.ROOT, "%+.2f", gain.change()).replace('-', '−');
    String spread =
        gain.halfWidth95().isPresent() ? " " + plusMinus(gain.halfWidth95().getAsDouble()) : "";
    return value + spread + " " + gain.changeUnit();
  }

  static String plusMinus(double halfWidth) {
    return String.format(Locale.ROOT, "± %.2f", halfWidth);
  }

  /** Three or four significant digits; an exponent below 0.0001 only. */
  static String figure(double value) {
    double size = Math.abs(value);
    if (size >= 1000 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int magnitude = (int) Math.floor(Math.log10(size));
    int decimals = magnitude >= 0 ? 3 - magnitude : 2 - magnitude;
    return decimals <= 6
        ? String.format(Locale.ROOT, "%." + decimals + "f", value)
        : String.format(Locale.ROOT, "%.2e", value);
  }

  static String figure(double value, String unit) {
    return figure(value) + " " + unit;
  }

  static String optional(OptionalDouble value) {
    return value.isPresent() ? figure(value.getAsDouble()) : "";
  }

  /** Milliseconds, or microseconds where that reads better. */
  static String milliseconds(double value) {
    return value < 0.1 ? figure(1e3 * value, "µs") : figure(value, "ms");
  }

  /**
   * A figure in the unit results.json states it in.
   *
   * @param energies the unit of the page's energies
   */
  static String inUnit(double value, String unit, EnergyUnit energies) {
    return switch (unit) {
      case "%" -> percent(value);
      case "ms" -> milliseconds(value);
      case "mJ" -> energies.figureMillijoules(value);
      case "bytes" -> bytes(Math.round(value));
      case "MACs" -> figure(value / 1e6) + " M";
      case "parameters" -> figure(value / 1e3) + " k";
      default -> figure(value, unit);
    };
  }

  static String bytes(long bytes) {
    return bytes < 10_000 ? count(bytes) + " B" : figure(bytes / 1024.0) + " KiB";
  }

  static String duration(double seconds) {
    if (seconds < 60) {
      return figure(seconds) + " s";
    }
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    String minutes = String.format(Locale.ROOT, "%d min %02d s", whole / 60 % 60, whole % 60);
    return hours == 0 ? minutes : hours + " h " + minutes;
  }

  static String kind(CostKind kind) {
    return switch (kind) {
      case LATENCY -> "latency";
      case ENERGY -> "energy";
      case FLOPS -> "MACs";
      case PARAMS -> "PARAMs";
      case SRAM_PEAK -> "SRAM peak";
      case WHOLE -> "latency back to back";
    };
  }
}
