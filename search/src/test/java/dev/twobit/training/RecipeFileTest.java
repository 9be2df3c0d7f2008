package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeFileTest {
  private static final String LEAST =
      "epochs: 10\nbatchSize: 4\nlearningRate: {peak: 1, schedule: %s}\n";

  @Test
  void everyRecipeLoads() {
    for (String name : RecipeFile.NAMES) {
      RecipeFile file = RecipeFile.load(name);
      assertThat(file.name()).isEqualTo(name);
      assertThat(file.description()).isNotBlank();
    }
  }

  @Test
  void cifar10IsThePapers() {
    TrainingRecipe file = RecipeFile.load("cifar10").recipe();
    assertThat(file.optimization().optimizer()).isEqualTo(OptimizerChoice.nesterov(0.9));
    assertThat(file.optimization().learningRate()).isEqualTo(LearningRate.cosine(0.1, 5));
    assertThat(file.optimization().groups()).isEqualTo(ParameterGroups.uniform(5e-4, 1e-3));
    assertThat(file.optimization().loss().smoothing()).isZero();
    assertThat(
            file.optimization().clipNorm()
                + file.evaluated().averageDecay()
                + file.evaluated().reestimationBatches())
        .isZero();
    assertThat(file.augmentation().augment()).isTrue();
    assertThat(file.augmentation().cropPad()).isEqualTo(4);
    assertThat(file.epochs()).isEqualTo(305);
    assertThat(file.batchSize()).isEqualTo(256);
    assertThat(file.rate(0, 0, 100)).isEqualTo(0.1 / 5);
    assertThat(file.rate(5, 0, 100)).isEqualTo(0.1);
    assertThat(file.rate(155, 0, 100)).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void shorterRunsKeepTheShareOfWarmUp() {
    assertThat(
            RecipeFile.load("cifar10")
                .recipe()
                .withEpochs(61)
                .optimization()
                .learningRate()
                .warmupEpochs())
        .isEqualTo(1);
    assertThat(
            RecipeFile.load("cifar10")
                .recipe()
                .withEpochs(3)
                .optimization()
                .learningRate()
                .warmupEpochs())
        .isZero();
  }

  @Test
  void schedulesByStepAndMilestones() {
    LearningRate step =
        RecipeFile.parse(
                "a",
                "epochs: 10\nbatchSize: 4\nlearningRate: {peak: 1, schedule: step,"
                    + " milestones: [4, 8], factor: 0.1, warmupEpochs: 2, update: step}")
            .recipe()
            .optimization()
            .learningRate();
    assertThat(step.at(0, 10, 0, 5)).isCloseTo(0.1, within(1e-12));
    assertThat(step.at(1, 10, 4, 5)).isCloseTo(1, within(1e-12));
    assertThat(step.at(3, 10, 4, 5)).isEqualTo(1);
    assertThat(step.at(4, 10, 0, 5)).isCloseTo(0.1, within(1e-12));
    assertThat(step.at(9, 10, 0, 5)).isCloseTo(0.01, within(1e-12));
    LearningRate cosine =
        new LearningRate(1, LearningRate.Schedule.COSINE, 0.2, java.util.List.of(), 0.1, 0, true);
    assertThat(cosine.at(5, 10, 0, 4)).isCloseTo(0.6, within(1e-12));
    assertThat(cosine.at(9, 10, 3, 4)).isGreaterThan(0.2).isLessThan(cosine.at(9, 10, 2, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "epoch: 3;f.yaml:4:; unknown key 'epoch' in the file",
        "optimizer: {kind: sdg};f.yaml:4:; 'optimizer.kind': found \"sdg\", expected sgd | adam |"
            + " adamw",
        "loss: {labelSmoothing: 2};f.yaml:4:; 'loss.labelSmoothing': found 2, expected a number"
            + " from 0 to 0.999",
        "epochs: 3;f.yaml:4:; key 'epochs' is given twice",
        "gradientClipping: much;f.yaml:4:; 'gradientClipping': found \"much\", expected a number"
            + " from 0",
        "weightDecay: {weight: 1};f.yaml:4:; unknown key 'weight' in 'weightDecay'",
        "averageDecay: [;f.yaml;not YAML",
      })
  void errorsNameLineAndKey(String line, String place, String what) {
    String text = String.format(java.util.Locale.ROOT, LEAST, "constant") + line + "\n";
    assertThatThrownBy(() -> RecipeFile.parse("f.yaml", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(place)
        .hasMessageContaining(what);
  }

  @Test
  void theNearestKeyIsNamedAndThoseThatAreLeftOut() {
    assertThatThrownBy(
            () ->
                RecipeFile.parse(
                    "f.yaml", String.format(java.util.Locale.ROOT, LEAST, "constant") + "epoch: 3"))
        .hasMessageContaining("; did you mean 'epochs'?");
    assertThatThrownBy(() -> RecipeFile.parse("f.yaml", "epochs: 3\nbatchSize: 2\n"))
        .hasMessage("f.yaml:1: key 'learningRate' is missing in the file; expected it");
    assertThatThrownBy(
            () ->
                RecipeFile.parse(
                    "f.yaml",
                    "epochs: 3\nbatchSize: 2\nlearningRate:\n  peak: 1\n  schedule: step\n"
                        + "  warmupEpochs: 4\n"))
        .hasMessage(
            "f.yaml:6: 'learningRate.warmupEpochs': found 4, expected a whole number from 0 to 3,"
                + " the epochs in all");
    assertThatThrownBy(() -> RecipeFile.load("cifar"))
        .hasMessageStartingWith("recipe 'cifar' is not known; did you mean 'cifar10'?");
  }

  /** What is shown of a recipe names every key, and reads as the same recipe. */
  @Test
  void aRecipeIsShownWithEveryKey() {
    for (String name : RecipeFile.NAMES) {
      String shown = RecipeFile.described(name);
      assertThat(RecipeFile.parse("shown.yaml", shown)).isEqualTo(RecipeFile.load(name));
      assertThat(shown)
          .contains(
              "# epochs in all, warm-up included; --epochs N scales warm-up and milestones; epochs;"
                  + " a whole number from 1 to 1000000\nepochs: ",
              "\n    # T; a number from 0.01 to 1000\n    temperature: ",
              "\n  # flip, and crop after zero padding; false: whole images as they are; true |"
                  + " false\n  flipAndCrop: true\n");
    }
  }
}
