package dev.twobit.hardware;

import dev.twobit.network.InvalidInputException;

/**
 * A key of a hardware file and the value it is to have.
 *
 * @param key dotted, as {@code array.atomicChannels}, or an alias of {@link HardwareSettings}
 * @param value as written
 */
public record HardwareOverride(String key, String value) {

  /** Parses {@code key=value}. */
  public static HardwareOverride parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new InvalidInputException(
          "--set: found '" + text + "', expected KEY=VALUE, as array.atomicChannels=32");
    }
    return new HardwareOverride(
        text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
