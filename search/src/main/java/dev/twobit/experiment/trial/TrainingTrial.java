package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;

/**
 * A structure is trained and tested.
 *
 * @param structure what of the model; structures that are equal are trained once
 */
public record TrainingTrial(
    int format,
    Subject subject,
    @JsonProperty("widths") Structure structure,
    Arithmetic arithmetic,
    TrainingPlan training,
    Start start,
    Outputs outputs,
    Execution execution)
    implements Trial {
  public TrainingTrial {
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
  public TrainingTrial of(Structure other) {
    return new TrainingTrial(
        format, subject, other, arithmetic, training, start, outputs, execution);
  }
}
