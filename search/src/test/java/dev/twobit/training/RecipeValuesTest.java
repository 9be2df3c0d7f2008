package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.training.LearningRate.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each recipe is, value by value, and what a file that says little leaves to defaults. */
class RecipeValuesTest {
  private static final OptimizerChoice SGD =
      new OptimizerChoice(OptimizerChoice.Kind.SGD, 0.9, true, 0.9, 0.999, 1e-8);
  private static final TrainingLoss LOSS = new TrainingLoss(0, 0.9, 4);

  private static LearningRate cosine(double peak, int warmup, boolean everyStep) {
    return new LearningRate(peak, Schedule.COSINE, 0, List.of(), 0.1, warmup, everyStep);
  }

  private static void requireValues(
      String name,
      int epochs,
      int batchSize,
      LearningRate rate,
      ParameterGroups groups,
      int reestimation,
      int cropPad) {
    TrainingRecipe recipe = RecipeFile.load(name).recipe();
    assertThat(recipe.epochs()).isEqualTo(epochs);
    assertThat(recipe.batchSize()).isEqualTo(batchSize);
    assertThat(recipe.optimization().optimizer()).isEqualTo(SGD);
    assertThat(recipe.optimization().learningRate()).isEqualTo(rate);
    assertThat(recipe.optimization().groups()).isEqualTo(groups);
    assertThat(recipe.optimization().loss()).isEqualTo(LOSS);
    assertThat(recipe.optimization().clipNorm()).isZero();
    assertThat(recipe.evaluated().averageDecay()).isZero();
    assertThat(recipe.evaluated().reestimationBatches()).isEqualTo(reestimation);
    assertThat(recipe.augmentation().augment()).isTrue();
    assertThat(recipe.augmentation().cropPad()).isEqualTo(cropPad);
    assertThat(recipe.seed()).isEqualTo(1);
    assertThat(recipe.threads()).isEqualTo(1);
  }

  @Test
  void everyValueOfEveryRecipe() {
    ParameterGroups cifar = new ParameterGroups(5e-4, 5e-4, 5e-4, 1e-3, 1);
    ParameterGroups fine = new ParameterGroups(1e-4, 1e-4, 1e-4, 1e-3, 1);
    ParameterGroups lsq = new ParameterGroups(2.5e-5, 2.5e-5, 2.5e-5, 2.5e-5, 1);
    requireValues("cifar10", 305, 256, cosine(0.1, 5, false), cifar, 0, 4);
    requireValues("cifar10-finetune", 100, 256, cosine(0.01, 1, true), fine, 20, 4);
    requireValues("imagenet", 125, 256, cosine(0.1, 5, false), fine, 0, 0);
    requireValues("imagenet-finetune", 90, 256, cosine(0.01, 0, true), lsq, 0, 0);
    requireValues("small", 30, 64, cosine(0.05, 1, true), cifar, 20, 4);
    assertThat(RecipeFile.NAMES)
        .containsExactly(
            "cifar10",
            "cifar10-finetune",
            "imagenet",
            "imagenet-finetune",
            "small",
            "w2a2-finetune");
  }

  @Test
  void everyValueOfTheRecipeForTwoBitsFromTrainedWeights() {
    TrainingRecipe recipe = RecipeFile.load("w2a2-finetune").recipe();
    assertThat(recipe.epochs()).isEqualTo(20);
    assertThat(recipe.batchSize()).isEqualTo(64);
    assertThat(recipe.optimization())
        .isEqualTo(
            new TrainingRecipe.Optimization(
                SGD,
                cosine(0.03, 1, true),
                new ParameterGroups(2.5e-5, 0, 0, 1e-3, 1),
                new TrainingLoss(0, 0.7, 2),
                5));
    assertThat(recipe.evaluated()).isEqualTo(new TrainingRecipe.Evaluated(0, 50));
    assertThat(recipe.augmentation()).isEqualTo(new TrainingRecipe.Augmentation(true, 4));
  }

  @Test
  void theLeastFileHasEveryDefault() {
    RecipeFile file =
        RecipeFile.parse(
            "least.yaml", "epochs: 7\nbatchSize: 3\nlearningRate: {peak: 0.5, schedule: step}\n");
    assertThat(file.name()).isEqualTo("least.yaml");
    assertThat(file.description()).isEmpty();
    TrainingRecipe recipe = file.recipe();
    assertThat(recipe.epochs()).isEqualTo(7);
    assertThat(recipe.batchSize()).isEqualTo(3);
    assertThat(recipe.optimization().optimizer()).isEqualTo(SGD);
    assertThat(recipe.optimization().learningRate())
        .isEqualTo(new LearningRate(0.5, Schedule.STEP, 0, List.of(), 0.1, 0, false));
    assertThat(recipe.optimization().groups()).isEqualTo(new ParameterGroups(0, 0, 0, 0, 1));
    assertThat(recipe.optimization().loss()).isEqualTo(LOSS);
    assertThat(recipe.optimization().clipNorm()).isZero();
    assertThat(recipe.evaluated().averageDecay()).isZero();
    assertThat(recipe.evaluated().reestimationBatches()).isZero();
    assertThat(recipe.augmentation().augment()).isTrue();
    assertThat(recipe.augmentation().cropPad()).isEqualTo(4);
  }

  @Test
  void aDecayThatIsNotGivenIsThatOfWeights() {
    RecipeFile file =
        RecipeFile.parse(
            "f.yaml",
            """
            epochs: 10
            batchSize: 4
            optimizer: {kind: adamw, momentum: 0.1, nesterov: false, beta1: 0.2, beta2: 0.3, epsilon: 0.4}
            learningRate: {peak: 1, schedule: constant, last: 0.2, milestones: [2, 4], factor: 0.3, warmupEpochs: 4, update: step}
            weightDecay: {weights: 0.1, batchNorm: 0}
            quantizerRateFactor: 3
            loss: {labelSmoothing: 0.1, distillation: {weight: 0.2, temperature: 3}}
            gradientClipping: 5
            averageDecay: 0.9
            batchNormReestimation: 6
            augmentation: {flipAndCrop: false, cropPad: 8}
            """);
    TrainingRecipe recipe = file.recipe();
    assertThat(recipe.optimization().optimizer())
        .isEqualTo(new OptimizerChoice(OptimizerChoice.Kind.ADAMW, 0.1, false, 0.2, 0.3, 0.4));
    assertThat(recipe.optimization().learningRate())
        .isEqualTo(new LearningRate(1, Schedule.CONSTANT, 0.2, List.of(2, 4), 0.3, 4, true));
    assertThat(recipe.optimization().groups()).isEqualTo(new ParameterGroups(0.1, 0.1, 0, 0.1, 3));
    assertThat(recipe.optimization().loss()).isEqualTo(new TrainingLoss(0.1, 0.2, 3));
    assertThat(recipe.optimization().clipNorm()).isEqualTo(5);
    assertThat(recipe.evaluated().averageDecay()).isEqualTo(0.9);
    assertThat(recipe.evaluated().reestimationBatches()).isEqualTo(6);
    assertThat(recipe.augmentation().augment()).isFalse();
    assertThat(recipe.augmentation().cropPad()).isEqualTo(8);
  }
}
