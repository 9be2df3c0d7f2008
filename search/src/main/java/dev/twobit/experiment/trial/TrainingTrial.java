package dev.twobit.experiment.trial;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A structure is trained and tested.
 *
 * @param widths output channels of every convolution of the model, or none: as they are; structures
 *     that are equal are trained once
 */
public record TrainingTrial(
    int format,
    Subject subject,
    Map<String, Integer> widths,
    Arithmetic arithmetic,
    TrainingPlan training,
    Start start,
    Outputs outputs,
    Execution execution)
    implements Trial {
  public TrainingTrial {
    widths = Collections.unmodifiableMap(new TreeMap<>(widths));
    training = training.executed(execution);
  }

  /**
   * What is made of the trained network.
   *
   * @param layerStatistics measure deviation and signal-to-noise ratio of every layer
   * @param deployed write it as integers, {@code deployed.onnx}, and test that file
   */
  public record Outputs(boolean layerStatistics, boolean deployed) {
    /** It is tested, no more. */
    public static final Outputs NONE = new Outputs(false, false);
  }

  @Override
  public <R> R fold(Cases<R> cases) throws IOException {
    return cases.training(this);
  }

  @Override
  public String title() {
    return "train"
        + (arithmetic.quantization().isNone()
            ? " in float"
            : " " + arithmetic.quantization().weights())
        + ", seed "
        + execution.seed();
  }

  /** The same training of another structure. */
  public TrainingTrial of(Map<String, Integer> structure) {
    return new TrainingTrial(
        format, subject, structure, arithmetic, training, start, outputs, execution);
  }
}
