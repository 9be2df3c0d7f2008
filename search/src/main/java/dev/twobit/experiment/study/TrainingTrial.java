package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.TrainingPlan;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A structure is trained from fresh weights and tested.
 *
 * @param widths output channels of every convolution of the model; structures that are equal are
 *     trained once
 * @param layerStatistics measure deviation and signal-to-noise ratio of every layer at the end
 */
public record TrainingTrial(
    int format,
    Subject subject,
    Map<String, Integer> widths,
    Arithmetic arithmetic,
    TrainingPlan training,
    boolean layerStatistics,
    Execution execution)
    implements Trial {
  public TrainingTrial {
    widths = Collections.unmodifiableMap(new TreeMap<>(widths));
    training = training.executed(execution);
  }

  @Override
  public String title() {
    return "train"
        + (arithmetic.quantization().isNone() ? " in float" : " " + arithmetic.quantization().weights())
        + ", seed "
        + execution.seed();
  }

  /** The same training of another structure. */
  public TrainingTrial of(Map<String, Integer> structure) {
    return new TrainingTrial(
        format, subject, structure, arithmetic, training, layerStatistics, execution);
  }
}
