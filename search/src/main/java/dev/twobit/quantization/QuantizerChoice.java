package dev.twobit.quantization;

import dev.twobit.network.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A quantizer as the user names it: {@code name} or {@code name:key=value,key=value}.
 *
 * @param bits width, from the key {@code bits} or the default of the command
 * @param parameters the other keys, as written, sorted
 */
public record QuantizerChoice(String name, int bits, Map<String, String> parameters) {
  public static final String NONE = "none";

  public QuantizerChoice {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  public static QuantizerChoice none() {
    return new QuantizerChoice(NONE, 0, Map.of());
  }

  public static QuantizerChoice of(String name, int bits) {
    return new QuantizerChoice(name, bits, Map.of());
  }

  /**
   * Name, keys and values are checked by {@link QuantizerRegistry}.
   *
   * @param option named in errors, e.g. {@code --weights}
   * @param defaultBits where the text has no key {@code bits}
   */
  public static QuantizerChoice parse(String option, String text, int defaultBits) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.equals(NONE) && colon < 0) {
      return none();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int bits = defaultBits;
    if (colon >= 0) {
      for (String part : text.substring(colon + 1).split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals <= 0) {
          throw new InvalidInputException(
              option + " '" + text + "': found '" + part + "', expected key=value");
        }
        String key = part.substring(0, equals);
        String value = part.substring(equals + 1);
        if (key.equals("bits")) {
          bits = bits(option, text, value);
        } else if (parameters.put(key, value) != null) {
          throw new InvalidInputException(option + " '" + text + "': has '" + key + "' twice");
        }
      }
    }
    return new QuantizerChoice(name, bits, parameters);
  }

  /** The choice as it would be written, all keys named: {@code sawb:bits=2,plus=true}. */
  public String text() {
    if (isNone()) {
      return NONE;
    }
    StringBuilder text = new StringBuilder(name).append(":bits=").append(bits);
    parameters.forEach((key, value) -> text.append(',').append(key).append('=').append(value));
    return text.toString();
  }

  private static int bits(String option, String text, String value) {
    if (!value.matches("[1-8]")) {
      throw new InvalidInputException(
          option + " '" + text + "': found bits=" + value + ", expected 1 to 8");
    }
    return Integer.parseInt(value);
  }

  public boolean isNone() {
    return name.equals(NONE);
  }
}
