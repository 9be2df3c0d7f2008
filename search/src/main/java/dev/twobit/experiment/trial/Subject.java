package dev.twobit.experiment.trial;

/** What is adapted: a network, and the images it is for. */
public record Subject(Content model, Images images) {}
