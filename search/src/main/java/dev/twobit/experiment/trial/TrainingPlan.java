package dev.twobit.experiment.trial;

import dev.twobit.search.SearchSettings;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.TrainingRecipe;

/**
 * How a network is trained.
 *
 * @param recipe a name or file, for people
 * @param values of the recipe, with what replaces single ones of them
 */
public record TrainingPlan(String recipe, TrainingRecipe values) {
  /** A recipe for so many epochs of such batches. */
  public static TrainingPlan of(String recipe, int epochs, int batchSize) {
    return new TrainingPlan(
        recipe, RecipeFile.load(recipe).recipe().withEpochs(epochs).withBatchSize(batchSize));
  }

  /** The training that follows a search, from the file's weights: the recipe's own batches. */
  public static TrainingPlan ofImported(SearchSettings settings) {
    String recipe = settings.epochs().importedRecipe();
    return new TrainingPlan(
        recipe, RecipeFile.load(recipe).recipe().withEpochs(settings.epochs().trainingEpochs()));
  }

  /** The training that follows a search, from fresh weights. */
  public static TrainingPlan of(SearchSettings settings) {
    return of(
        settings.epochs().recipe(),
        settings.epochs().trainingEpochs(),
        settings.images().batchSize());
  }

  /** The same rates, times a factor. */
  public TrainingPlan withRateFactor(double factor) {
    return new TrainingPlan(recipe, values.withRateFactor(factor));
  }

  /** With the seed and the threads of an execution. */
  public TrainingPlan executed(Execution execution) {
    return new TrainingPlan(
        recipe, values.withSeedAndThreads(execution.seed(), execution.threads()));
  }
}
