package dev.twobit.experiment.study;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A structure is trained from fresh weights and tested.
 *
 * @param widths output channels of every convolution of the model; structures that are equal are
 *     trained once
 * @param recipe a name or file, and a digest of its text
 * @param epochs instead of the recipe's
 * @param batchSize instead of the recipe's
 * @param layerStatistics measure deviation and signal-to-noise ratio of every layer at the end
 */
public record TrainingTrial(
    int format,
    Content model,
    Images images,
    Quantization quantization,
    Map<String, Integer> widths,
    Content recipe,
    int epochs,
    int batchSize,
    boolean layerStatistics,
    long seed,
    int threads,
    String precision)
    implements Trial {
  public TrainingTrial {
    widths = Collections.unmodifiableMap(new TreeMap<>(widths));
  }

  @Override
  public String title() {
    return "train"
        + (quantization.isNone() ? " in float" : " " + quantization.weights())
        + ", seed "
        + seed;
  }

  /** The same training of another structure. */
  public TrainingTrial of(Map<String, Integer> structure) {
    return new TrainingTrial(
        format,
        model,
        images,
        quantization,
        structure,
        recipe,
        epochs,
        batchSize,
        layerStatistics,
        seed,
        threads,
        precision);
  }
}
