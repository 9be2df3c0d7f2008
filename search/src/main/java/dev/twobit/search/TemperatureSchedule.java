package dev.twobit.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Canonical;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gumbel-softmax temperature over the search epochs (search/docs/methods.md#temperature): TAS' code
 * has {@code cosine(5,0.1)}, its paper {@code linear(10,0.1)}.
 *
 * @param first of the first epoch, above 0; {@code last} is approached, and may be 0: then sampling
 *     has no noise (search/docs/methods.md#sampling)
 */
public record TemperatureSchedule(Shape shape, double first, double last) {
  private static final Pattern FORM =
      Pattern.compile("(cosine|linear)\\(\\s*([0-9.eE+-]+)\\s*,\\s*([0-9.eE+-]+)\\s*\\)");

  /** Course between first and last. */
  public enum Shape {
    COSINE,
    LINEAR
  }

  static Optional<TemperatureSchedule> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      double first = Double.parseDouble(m.group(2));
      double last = Double.parseDouble(m.group(3));
      Shape shape = Shape.valueOf(m.group(1).toUpperCase(Locale.ROOT));
      return first >= 0 && last >= 0 && first <= 1e6 && last <= first
          ? Optional.of(new TemperatureSchedule(shape, first, last))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * @param epoch 0-based of {@code epochs}
   */
  public double at(int epoch, int epochs) {
    double done = (double) epoch / Math.max(1, epochs);
    return switch (shape) {
      case COSINE -> last + (first - last) * (1 + Math.cos(Math.PI * done)) / 2;
      case LINEAR -> first + (last - first) * done;
    };
  }

  /** As a file of settings has it; a one-line error if it is no schedule. */
  @JsonCreator
  static TemperatureSchedule of(String text) {
    return parse(text)
        .orElseThrow(() -> new InvalidInputException("'" + text + "' is no temperature schedule"));
  }

  /** The schedule as it is parsed. */
  @JsonValue
  String text() {
    return shape.name().toLowerCase(Locale.ROOT)
        + "("
        + Canonical.number(first)
        + ","
        + Canonical.number(last)
        + ")";
  }
}
