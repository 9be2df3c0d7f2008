package dev.twobit.experiment.run;

import dev.twobit.experiment.TrainingMachine;
import dev.twobit.results.Accuracy;
import dev.twobit.results.CodeUse;
import dev.twobit.results.DataSetFacts;
import dev.twobit.results.LearningRateProbe;
import java.util.Optional;

/**
 * What a training brought; {@code training.json}.
 *
 * @param run all it was asked for, as in {@code run.yaml}
 * @param restoredBatchNorms layers that got their batch normalization back
 * @param accuracy top-1 on the test set after the last epoch, first, last and shortcut layers in
 *     float, with averaged weights and re-estimated statistics where the recipe says so
 * @param bestEpoch 1-based, the first of the epochs with the best accuracy on the test set; chosen
 *     on the test set, so {@code bestTop1Percent} flatters
 * @param machine that wrote this file
 * @param beside what the training went with
 */
public record TrainingOutcome(
    TrainingYaml run,
    int restoredBatchNorms,
    DataSetFacts data,
    Accuracy accuracy,
    int bestEpoch,
    double bestTop1Percent,
    TrainingMachine machine,
    Beside beside) {
  /**
   * What a training goes with.
   *
   * @param probe how its learning rate was chosen; empty: it is the recipe's
   * @param codes how the network uses its codes before and after; empty: it is in float
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Beside(Optional<LearningRateProbe> probe, Optional<CodeUse> codes) {}
}
