package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.onnx.read.ModelSource;
import java.util.Optional;

/**
 * What one training is asked for.
 *
 * @param init where the weights come from
 * @param teacher distilled from
 * @param probe whether the learning rate is chosen by a {@link RateProbe} first
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an option of the command line
public record TrainingRequest(
    Inputs inputs,
    Arithmetic arithmetic,
    Init init,
    Optional<TeacherFile> teacher,
    TrainingPlan training,
    boolean probe,
    Execution execution) {
  public TrainingRequest {
    training = training.executed(execution);
  }

  /** Weights that a training begins with. */
  public enum Init {
    /** Random, by the seed. */
    FRESH,
    /** The file's. */
    IMPORTED
  }

  /**
   * A trained ONNX file, at the sizes of its inputs that are given.
   *
   * @param normalization the teacher's own, or {@code same} as the student's
   */
  public record TeacherFile(ModelSource source, String normalization) {}

  TrainingRequest with(TrainingPlan other) {
    return new TrainingRequest(inputs, arithmetic, init, teacher, other, probe, execution);
  }

  boolean isQuantized() {
    return !arithmetic.quantization().isNone();
  }
}
