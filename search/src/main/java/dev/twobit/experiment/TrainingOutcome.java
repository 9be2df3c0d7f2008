package dev.twobit.experiment;

import dev.twobit.experiment.results.Accuracy;
import dev.twobit.experiment.results.DataSetFacts;

/**
 * What a training brought; {@code training.json}.
 *
 * @param accuracy top-1 on the test set after the last epoch, first, last and shortcut layers in
 *     float
 */
public record TrainingOutcome(
    TrainingRequest request, DataSetFacts data, String normalization, Accuracy accuracy) {}
