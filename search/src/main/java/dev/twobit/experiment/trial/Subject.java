package dev.twobit.experiment.trial;

import dev.twobit.experiment.study.Content;
import dev.twobit.experiment.study.Images;

/** What is adapted: a network, and the images it is for. */
public record Subject(Content model, Images images) {}
