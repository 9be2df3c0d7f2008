package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import java.util.List;

/**
 * A key of {@link SearchSettings}.
 *
 * @param name as in YAML and {@code --set}
 * @param description what it decides, one line
 */
record SettingKey(String name, Values values, String description) {

  /** What may be written behind a key. */
  sealed interface Values {
    /** For messages and descriptions. */
    String expected();

    /** The one text of this value; empty if it is none. */
    String canonical(String text);
  }

  /** Numbers from least to most. */
  record Numbers(double least, double most) implements Values {
    @Override
    public String expected() {
      return text(least) + " to " + text(most);
    }

    @Override
    public String canonical(String text) {
      try {
        double value = Double.parseDouble(text);
        return value >= least && value <= most ? text(value) : "";
      } catch (NumberFormatException e) {
        return "";
      }
    }

    static String text(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e9
          ? String.valueOf((long) value)
          : String.valueOf(value);
    }
  }

  /** Whole numbers from least to most. */
  record Whole(int least, int most) implements Values {
    @Override
    public String expected() {
      return "a whole number from " + least + " to " + most;
    }

    @Override
    public String canonical(String text) {
      try {
        int value = Integer.parseInt(text);
        return value >= least && value <= most ? String.valueOf(value) : "";
      } catch (NumberFormatException e) {
        return "";
      }
    }
  }

  /** One of some words. */
  record Words(List<String> words) implements Values {
    Words(String... words) {
      this(List.of(words));
    }

    @Override
    public String expected() {
      return words.size() == 1 ? words.get(0) : String.join(" | ", words);
    }

    @Override
    public String canonical(String text) {
      return words.contains(text) ? text : "";
    }
  }

  /** A {@link TemperatureSchedule}. */
  record Schedule() implements Values {
    @Override
    public String expected() {
      return "cosine(5,0.1) or linear(10,0.1): first and last temperature";
    }

    @Override
    public String canonical(String text) {
      return TemperatureSchedule.parse(text).map(TemperatureSchedule::text).orElse("");
    }
  }

  /** Throws a one-line error naming the key, what was found and what was expected. */
  String checked(String text) {
    String value = values.canonical(text.strip());
    if (value.isEmpty()) {
      throw new InvalidInputException(
          name + ": found '" + text + "', expected " + values.expected());
    }
    return value;
  }
}
