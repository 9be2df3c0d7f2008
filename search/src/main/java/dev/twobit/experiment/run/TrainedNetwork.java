package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.NetworkKind;

/** One of the compared networks, trained. */
record TrainedNetwork(NetworkKind kind, long seed, TrainingTrialResult result) {}
