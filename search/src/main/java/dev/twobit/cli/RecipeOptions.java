package dev.twobit.cli;

import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.TrainingRecipe;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A recipe and what replaces single values of it. */
final class RecipeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "cifar10",
      description =
          "Name from 'twobit train --list-recipes', or a YAML file like them (${DEFAULT-VALUE}).")
  private String name;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs in all; warm-up and milestones keep their share (the recipe's).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch-size", paramLabel = "N", description = "Images a step (the recipe's).")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Peak of the learning rate (the recipe's).")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of weights, order and augmentation (${DEFAULT-VALUE}).")
  private long seed;

  long seed() {
    return seed;
  }

  TrainingPlan training() {
    TrainingRecipe recipe = RecipeFile.load(name).recipe();
    if (epochs.isPresent()) {
      recipe = recipe.withEpochs(Ranges.atLeastOne(spec, "--epochs", epochs.get()));
    }
    if (batchSize.isPresent()) {
      recipe = recipe.withBatchSize(Ranges.atLeastOne(spec, "--batch-size", batchSize.get()));
    }
    if (learningRate.isPresent()) {
      double rate = learningRate.get();
      if (!(rate >= 0 && rate < 1e6)) {
        throw new picocli.CommandLine.ParameterException(
            spec.commandLine(), "--learning-rate: found " + rate + ", expected 0 or more");
      }
      recipe = recipe.withPeakRate(rate);
    }
    return new TrainingPlan(name, recipe);
  }
}
