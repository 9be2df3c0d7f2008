package dev.twobit.results;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How a quantized network uses its codes before and after its training.
 *
 * @param seed of the training
 * @param startTop1Percent on the test images before the first step, with ranges and statistics of
 *     batch normalization measured, 0..100
 * @param warning what makes a bad start of trained weights; absent: nothing
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record CodeUse(
    long seed, double startTop1Percent, Optional<String> warning, List<LayerCodes> layers) {
  public CodeUse {
    layers = List.copyOf(layers);
  }

  /** One quantized layer. */
  public record LayerCodes(String layer, Codes start, Codes end) {}

  /**
   * Shares, 0..1.
   *
   * @param weights by level, a value over the step or, of levels without a zero, over half of it;
   *     empty above three bits
   * @param innerWeights of the two levels in the middle; absent where weights are in float
   * @param zeroActivations what the layer reads as the code of zero; absent where that is in float
   * @param highestActivations likewise the highest code
   */
  public record Codes(
      Map<Integer, Double> weights,
      OptionalDouble innerWeights,
      OptionalDouble zeroActivations,
      OptionalDouble highestActivations) {
    public Codes {
      weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    }
  }
}
