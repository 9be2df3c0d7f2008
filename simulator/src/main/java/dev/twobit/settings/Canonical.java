package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;

/** The one text that a value has wherever it is written. */
public final class Canonical {
  private Canonical() {}

  /** {@code 0.3} however it was written, and whole numbers without a point. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  static String text(JsonNode value) {
    return value.isNumber() && !value.isIntegralNumber()
        ? number(value.asDouble())
        : value.isValueNode() ? value.asText() : value.toString();
  }
}
