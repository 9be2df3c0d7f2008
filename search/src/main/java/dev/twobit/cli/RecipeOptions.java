package dev.twobit.cli;

import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.training.RecipeFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A recipe and what replaces single values of it. */
final class RecipeOptions {
  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "cifar10",
      description =
          "Name from 'twobit train --list-recipes', or a YAML file like them (${DEFAULT-VALUE}).")
  private String name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of weights, order and augmentation (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private RecipeChanges changes;

  long seed() {
    return seed;
  }

  TrainingPlan training() {
    return changes.of(new TrainingPlan(name, RecipeFile.load(name).recipe()));
  }
}
