package dev.twobit.training;

import dev.twobit.network.TensorShape;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.quantization.WeightQuantizer.IntegerWeights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How often a quantized layer has each of its levels.
 *
 * @param layer name
 * @param quantizer name of its weights' quantizer
 * @param bits of its weights
 * @param midRise levels are odd, without a zero
 * @param shares of the layer's weights, 0..1, by level in use; levels are as in {@link
 *     IntegerWeights}
 */
public record WeightLevelShares(
    String layer, String quantizer, int bits, boolean midRise, SortedMap<Integer, Double> shares) {
  /** Above it a layer is as good as binary. */
  private static final double MOST_INNER = 0.95;

  /** SAWB's clip puts a third of bell-shaped weights on the outer two of four levels. */
  private static final double LEAST_OF_SAWB = 0.05;

  /** Layers that a line names. */
  private static final int NAMED = 3;

  /** Of every quantized layer, in the network's order, as its weights are now. */
  public static List<WeightLevelShares> of(TrainableNetwork network) {
    List<WeightLevelShares> all = new ArrayList<>();
    network
        .quantizers()
        .weights()
        .forEach(
            (layer, quantizer) -> {
              Tensor latent = network.trainable().get(layer + ".weight");
              if (latent != null) {
                all.add(of(layer, quantizer, latent));
              }
            });
    return all;
  }

  private static WeightLevelShares of(String layer, WeightQuantizer quantizer, Tensor latent) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      IntegerWeights integers =
          quantizer.encode(latent, TensorShape.of(Math.toIntExact(latent.numel())));
      SortedMap<Integer, Double> shares = new TreeMap<>();
      for (short level : integers.levels()) {
        shares.merge((int) level, 1.0 / integers.levels().length, Double::sum);
      }
      return new WeightLevelShares(
          layer, quantizer.name(), quantizer.bits(), integers.midRise(), shares);
    }
  }

  /** Share of the two levels in the middle: -1 and 1 of mid-rise ones, -1 and 0 of others. */
  public double inner() {
    return shares.getOrDefault(-1, 0.0) + shares.getOrDefault(midRise ? 1 : 0, 0.0);
  }

  private boolean isNearlyBinary() {
    return bits > 1 && inner() > MOST_INNER;
  }

  /** Of SAWB's four levels at two bits; with a zero it has three. */
  private boolean lacksALevel() {
    List<Integer> levels = midRise ? List.of(-3, -1, 1, 3) : List.of(-1, 0, 1);
    return quantizer.equals("sawb")
        && bits == 2
        && levels.stream().anyMatch(level -> shares.getOrDefault(level, 0.0) < LEAST_OF_SAWB);
  }

  /**
   * A line where layers of two or more bits hardly use more than two levels, or layers of SAWB one
   * of theirs; empty elsewhere.
   */
  public static Optional<String> warning(List<WeightLevelShares> layers) {
    List<String> found = new ArrayList<>();
    binary(layers).ifPresent(found::add);
    List<WeightLevelShares> lacking =
        layers.stream().filter(l -> l.lacksALevel() && !l.isNearlyBinary()).toList();
    if (!lacking.isEmpty()) {
      found.add(
          String.format(
              Locale.ROOT,
              "a level of SAWB has under %.0f %% of the weights in %d of %d layers (%s): such"
                  + " weights are not the bell-shaped ones that it is for",
              100 * LEAST_OF_SAWB,
              lacking.size(),
              layers.size(),
              named(lacking)));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }

  private static String named(List<WeightLevelShares> layers) {
    return layers.stream()
        .limit(NAMED)
        .map(l -> "'" + l.layer + "'")
        .collect(Collectors.joining(", ", "", layers.size() > NAMED ? ", ..." : ""));
  }

  private static Optional<String> binary(List<WeightLevelShares> layers) {
    List<WeightLevelShares> binary =
        layers.stream().filter(WeightLevelShares::isNearlyBinary).toList();
    return binary.stream()
        .max(Comparator.comparingDouble(WeightLevelShares::inner))
        .map(
            worst ->
                String.format(
                    Locale.ROOT,
                    "over %.0f %% of the weights have the two inner levels in %d of %d layers"
                        + " (%.1f %% in '%s'): they begin nearly binary; --weights sawb or"
                        + " dorefa:normalize=std starts from trained weights better",
                    100 * MOST_INNER,
                    binary.size(),
                    layers.size(),
                    100 * worst.inner(),
                    worst.layer));
  }
}
