package dev.twobit.experiment.trial;

/**
 * How a search begins and trains the networks that it compares on the way to a choice: as those
 * that are compared in the end.
 *
 * @param training with the seed and the threads of the search
 */
public record CandidateTraining(Start start, TrainingPlan training) {}
