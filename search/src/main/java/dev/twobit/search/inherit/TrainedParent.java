package dev.twobit.search.inherit;

import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Calibration;
import dev.twobit.training.ImportedWeights;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.Map;

/**
 * A trained network that networks of other widths inherit from, measured once for all of them: the
 * ranges of its quantizers and the importance of its channels. May be used from any number of
 * threads.
 */
public final class TrainedParent {
  /** Of 128 images, for statistics of batch normalization. */
  private static final int STATISTICS_BATCHES = 20;

  private final Inheritance inheritance;
  private final Map<String, double[]> importance;
  private final TrainableNetwork quantized;
  private final QuantizationScheme scheme;
  private final ImageDataset images;
  private final Normalization normalization;

  private TrainedParent(
      Inheritance inheritance,
      Map<String, double[]> importance,
      TrainableNetwork quantized,
      QuantizationScheme scheme,
      ImageDataset images,
      Normalization normalization) {
    this.inheritance = inheritance;
    this.importance = Map.copyOf(importance);
    this.quantized = quantized;
    this.scheme = scheme;
    this.images = images;
    this.normalization = normalization;
  }

  /**
   * Call it outside of a step's pointer scope: it keeps leaves.
   *
   * @param trained the network of the space with weights
   * @param images of training
   * @param newChannels of children that are wider
   */
  public static TrainedParent of(
      SearchSpace space,
      Network trained,
      QuantizationScheme scheme,
      ImageDataset images,
      Normalization normalization,
      NewChannels newChannels) {
    TrainableNetwork model = TrainableNetwork.of(trained, scheme);
    Calibration.quantizers(model, images, normalization);
    return measured(space, trained, model, scheme, images, normalization, newChannels);
  }

  /**
   * Of a network as it was trained, with its quantizers as they are; its running statistics move.
   *
   * @param space of the network's structure
   * @param images of training
   */
  public static TrainedParent of(
      SearchSpace space,
      TrainableNetwork trained,
      QuantizationScheme scheme,
      ImageDataset images,
      Normalization normalization) {
    return measured(
        space, trained.toNetwork(), trained, scheme, images, normalization, NewChannels.SILENT);
  }

  private static TrainedParent measured(
      SearchSpace space,
      Network trained,
      TrainableNetwork model,
      QuantizationScheme scheme,
      ImageDataset images,
      Normalization normalization,
      NewChannels newChannels) {
    Map<String, SilentRange> ranges = SilentRange.of(model);
    Map<String, double[]> scores = ChannelImportance.scores(space, model, images, normalization);
    return new TrainedParent(
        Inheritance.of(space, trained, ChannelOrder.of(space, scores), ranges, newChannels)
            .withWeightSpacings(LevelSpacing.of(model)),
        scores,
        model,
        scheme,
        images,
        normalization);
  }

  /** The weights that children begin with. */
  public Inheritance inheritance() {
    return inheritance;
  }

  /** Share of a unit's importance that its most important channels have, 0..1. */
  public double keptImportance(String unit, int channels) {
    double[] sorted = importance.getOrDefault(unit, new double[0]).clone();
    Arrays.sort(sorted);
    double kept = 0;
    double all = 0;
    for (int i = 0; i < sorted.length; i++) {
      all += sorted[i];
      kept += i >= sorted.length - channels ? sorted[i] : 0;
    }
    return all > 0 ? kept / all : Math.min(1, (double) channels / Math.max(1, sorted.length));
  }

  /**
   * A network of these widths, ready to be trained: inherited weights, the parent's quantizer
   * ranges, statistics of batch normalization measured on the network as it is quantized.
   *
   * @param widths by unit; a unit that is not named has its own
   * @param seed of what new channels begin with
   */
  public TrainableNetwork child(Map<String, Integer> widths, long seed) {
    return child(inheritance, widths, seed);
  }

  /** As {@link #child}, to be judged as it is: what is not trained yet is to change nothing. */
  public TrainableNetwork untrained(Map<String, Integer> widths, long seed) {
    return child(inheritance.undisturbed(), widths, seed);
  }

  private TrainableNetwork child(Inheritance from, Map<String, Integer> widths, long seed) {
    Network start = from.at(widths, seed);
    Network measured =
        ImportedWeights.calibrate(start, from.insertedShortcuts(start), images, normalization);
    TrainableNetwork child = TrainableNetwork.of(measured, scheme);
    Calibration.adopt(child, quantized);
    Calibration.statistics(child, images, normalization, STATISTICS_BATCHES);
    return child;
  }
}
