package dev.twobit.quantization;

import dev.twobit.network.InvalidInputException;
import dev.twobit.quantization.QuantizerDescription.Parameter;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A choice's parameters, checked; an error names option, text, key, what was found and expected.
 */
final class ChoiceReader {
  /** A key of all quantizers (search/docs/quantizers.md#ewgs). */
  private static final String DELTA = "delta";

  private final QuantizerChoice choice;
  private final QuantizerDescription description;

  /** Refuses bits and keys that the quantizer does not have. */
  ChoiceReader(QuantizerChoice choice, QuantizerDescription description) {
    this.choice = choice;
    this.description = description;
    if (choice.bits() < description.leastBits() || choice.bits() > description.mostBits()) {
      throw wrong(
          "bits=" + choice.bits(), description.leastBits() + " to " + description.mostBits());
    }
    List<String> known = description.parameters().stream().map(Parameter::key).toList();
    for (String key : choice.parameters().keySet()) {
      if (!known.contains(key) && !key.equals(DELTA)) {
        String own = known.stream().map(k -> k + ", ").collect(Collectors.joining());
        throw wrong("key '" + key + "'", "bits, " + own + DELTA);
      }
    }
  }

  int bits() {
    return choice.bits();
  }

  boolean has(String key) {
    return choice.parameters().containsKey(key);
  }

  /** The value as written, or the standard one. */
  String text(String key) {
    Parameter parameter =
        description.parameters().stream()
            .filter(p -> p.key().equals(key))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no parameter " + key));
    return choice.parameters().getOrDefault(key, parameter.standard());
  }

  boolean flag(String key) {
    return oneOf(key, List.of("true", "false")).equals("true");
  }

  String oneOf(String key, List<String> values) {
    String value = text(key);
    if (!values.contains(value)) {
      throw wrong(key + "=" + value, values.stream().collect(Collectors.joining(" or ")));
    }
    return value;
  }

  /** A number within bounds, or empty where the value is the given word. */
  OptionalDouble numberOr(String word, String key, double least, double most) {
    return numberOr(word, key, text(key), least, most);
  }

  /** What EWGS scales the gradient by; empty: nothing. */
  OptionalDouble delta() {
    String value = choice.parameters().getOrDefault(DELTA, "none");
    return numberOr("none", DELTA, value, 1e-5, 100);
  }

  private OptionalDouble numberOr(
      String word, String key, String value, double least, double most) {
    if (value.equals(word)) {
      return OptionalDouble.empty();
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= least && number <= most)) {
      throw wrong(key + "=" + value, word + " or a number from " + least + " to " + most);
    }
    return OptionalDouble.of(number);
  }

  InvalidInputException wrong(String found, String expected) {
    return new InvalidInputException(
        "--"
            + description.quantizes()
            + " '"
            + choice.text()
            + "': found "
            + found
            + ", expected "
            + expected);
  }
}
