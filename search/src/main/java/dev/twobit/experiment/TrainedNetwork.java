package dev.twobit.experiment;

import dev.twobit.experiment.results.NetworkKind;
import dev.twobit.experiment.study.TrainingTrialResult;

/** One of the compared networks, trained from fresh weights. */
record TrainedNetwork(NetworkKind kind, long seed, TrainingTrialResult result) {}
