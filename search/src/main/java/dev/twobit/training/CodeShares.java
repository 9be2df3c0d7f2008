package dev.twobit.training;

import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a quantized layer uses its codes: shares of its weights, and of the values that it reads,
 * 0..1 rounded to four decimals.
 *
 * @param weights by level, as in {@link WeightLevelShares}; empty above three bits, and where
 *     weights are in float
 * @param innerWeights of the two levels in the middle; absent where weights are in float
 * @param zeroActivations of the code of zero; absent where what it reads is in float
 * @param highestActivations of the highest code, likewise
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record CodeShares(
    String layer,
    SortedMap<Integer, Double> weights,
    OptionalDouble innerWeights,
    OptionalDouble zeroActivations,
    OptionalDouble highestActivations) {
  /** More levels than a person reads in a row. */
  private static final int MOST_BITS = 3;

  private static final double DECIMALS = 1e4;

  /**
   * Of every quantized layer, in the network's order, in evaluation.
   *
   * @param images whose first ones in a drawn order are read, as many as {@link Calibration} takes
   */
  public static List<CodeShares> of(
      TrainableNetwork network, ImageDataset images, Normalization normalization) {
    Map<String, WeightLevelShares> weights =
        WeightLevelShares.of(network).stream()
            .collect(Collectors.toMap(WeightLevelShares::layer, Function.identity()));
    Map<String, ActivationCodes> activations = ActivationCodes.of(network, images, normalization);
    Map<String, ActivationQuantizer> inputs = network.quantizers().inputs();
    Set<String> layers = new LinkedHashSet<>(inputs.keySet());
    layers.addAll(network.quantizers().weights().keySet());
    List<CodeShares> all = new ArrayList<>();
    for (String layer : layers) {
      all.add(
          of(
              layer,
              Optional.ofNullable(weights.get(layer)),
              Optional.ofNullable(activations.get(layer))));
    }
    return all;
  }

  private static CodeShares of(
      String layer, Optional<WeightLevelShares> weights, Optional<ActivationCodes> activations) {
    SortedMap<Integer, Double> levels = new TreeMap<>();
    weights
        .filter(w -> w.bits() <= MOST_BITS)
        .ifPresent(w -> w.shares().forEach((level, share) -> levels.put(level, rounded(share))));
    return new CodeShares(
        layer,
        levels,
        share(weights, WeightLevelShares::inner),
        share(activations, ActivationCodes::zero),
        share(activations, ActivationCodes::highest));
  }

  private static <T> OptionalDouble share(Optional<T> of, Function<T, Double> share) {
    return of.map(o -> OptionalDouble.of(rounded(share.apply(o)))).orElse(OptionalDouble.empty());
  }

  private static double rounded(double share) {
    return Math.rint(DECIMALS * share) / DECIMALS;
  }
}
