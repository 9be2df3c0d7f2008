package dev.twobit.cli;

import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.training.TrainingRecipe;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What replaces single values of a recipe. */
final class RecipeChanges {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Epochs of a training; warm-up and milestones keep their share (the recipe's, in a search"
              + " the preset's).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images a step of a training (the recipe's).")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Peak of a training's learning rate (the recipe's).")
  private Optional<Double> learningRate = Optional.empty();

  /** The plan with these values. */
  TrainingPlan of(TrainingPlan plan) {
    return new TrainingPlan(plan.recipe(), of(plan.values()));
  }

  private TrainingRecipe of(TrainingRecipe given) {
    TrainingRecipe recipe = given;
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
    return recipe;
  }
}
