package dev.twobit.precision;

import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Bits of some layers: {@code stage1.*=4}, {@code first=8}, {@code fc=2x3}.
 *
 * @param layers a part that layers play ({@link Part}), a layer's name, or a pattern of names: * is
 *     any text, ? one character
 * @param bits weights x activations
 */
public record BitRule(String layers, Bits bits) {

  /** Parts that have names of their own. */
  public enum Part {
    /** Layers with weights that are none of the next three. */
    INNER,
    FIRST,
    LAST,
    SHORTCUT,
    /** What has no weights: Adds, average poolings, functions by themselves. */
    RESIDUAL;

    /** What it is called in options and files. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> texts() {
      return Arrays.stream(values()).map(Part::text).toList();
    }
  }

  /** Whether its layers are said by the part they play, not by name. */
  public boolean isPart() {
    return Part.texts().contains(layers);
  }

  /** Whether it is what is said of a part. */
  public boolean isOf(Part part) {
    return layers.equals(part.text());
  }

  /**
   * One rule of an option.
   *
   * @param source named in errors, e.g. {@code --bits-of}
   */
  public static BitRule parse(String source, String text) {
    int equals = text.lastIndexOf('=');
    if (equals <= 0) {
      throw new InvalidInputException(
          source
              + ": found '"
              + text
              + "', expected LAYERS=BITS, such as stage1.*=4 or first=8, with commas between");
    }
    return of(source, text.substring(0, equals), text.substring(equals + 1));
  }

  /** Some of them, likewise. */
  public static List<BitRule> parse(String source, List<String> texts) {
    return texts.stream().map(text -> parse(source, text)).toList();
  }

  /** Of layers and bits as written; the residual path has no weights and takes one number. */
  public static BitRule of(String source, String layers, String bits) {
    String place = source + " '" + layers + "'";
    Bits parsed = Bits.parse(place, bits);
    if (layers.equals(Part.RESIDUAL.text()) && parsed.weights() != parsed.activations()) {
      throw new InvalidInputException(
          place + ": found " + bits + ", expected one number: the residual path has no weights");
    }
    return new BitRule(layers, parsed);
  }

  /** As it can be asked for again. */
  public String text() {
    return layers + "=" + bits.shortText();
  }

  /** Whether a layer of that name is meant by name, not by the part it plays. */
  public boolean matches(String name) {
    return name.equals(layers) || pattern().matcher(name).matches();
  }

  private Pattern pattern() {
    return Pattern.compile(
        layers
            .chars()
            .mapToObj(
                c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
            .collect(Collectors.joining()),
        Pattern.DOTALL);
  }

  /** What stands before the first wildcard. */
  String beginning() {
    return layers.split("[*?]", 2)[0];
  }
}
