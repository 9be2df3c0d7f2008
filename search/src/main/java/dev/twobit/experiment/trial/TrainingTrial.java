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
   * @param codes tell how quantized layers use their codes before and after the training
   */
  public record Outputs(boolean layerStatistics, boolean deployed, boolean codes) {
    /** It is tested, no more. */
    public static final Outputs NONE = new Outputs(false, false);

    /** Codes are not told of. */
    public Outputs(boolean layerStatistics, boolean deployed) {
      this(layerStatistics, deployed, false);
    }
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

  /** The same training with another use made of it. */
  public TrainingTrial with(Outputs other) {
    return new TrainingTrial(
        format, subject, structure, arithmetic, training, start, other, execution);
  }

  /** The same training on other images. */
  public TrainingTrial on(Images images) {
    return new TrainingTrial(
        format,
        new Subject(subject.model(), images),
        structure,
        arithmetic,
        training,
        start,
        outputs,
        execution);
  }

  /** The same training with other bits. */
  public TrainingTrial with(Arithmetic other) {
    return new TrainingTrial(
        format, subject, structure, other, training, start, outputs, execution);
  }

  /** The same training of another structure. */
  public TrainingTrial of(Structure other) {
    return new TrainingTrial(
        format, subject, other, arithmetic, training, start, outputs, execution);
  }
}
