package dev.twobit.quantization;

import java.util.List;

/**
 * What a user must know to choose a quantizer.
 *
 * @param name as on the command line
 * @param quantizes {@code weights}, {@code activations} or {@code residual}
 * @param leastBits to {@code mostBits}: widths it has
 * @param withoutBits those in between that it does not have
 * @param levelsAtTwoBits its values at two bits, or at the width it has nearest to them, with
 *     default parameters
 * @param parameters what {@code name:key=value} can set beside {@code bits}
 * @param paper where it is from
 */
public record QuantizerDescription(
    String name,
    String quantizes,
    int leastBits,
    int mostBits,
    List<Integer> withoutBits,
    String levelsAtTwoBits,
    List<Parameter> parameters,
    String paper) {

  public QuantizerDescription {
    withoutBits = List.copyOf(withoutBits);
    parameters = List.copyOf(parameters);
  }

  /**
   * A key of the choice.
   *
   * @param values what it may be, as text
   * @param standard its value where the choice has none
   */
  public record Parameter(String key, String values, String standard, String meaning) {}
}
