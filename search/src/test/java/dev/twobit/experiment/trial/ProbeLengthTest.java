package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.training.TrainingRecipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeLengthTest {
  /** A tenth of the steps, at least 50 or all that there are; whole epochs from one up. */
  @ParameterizedTest
  @CsvSource({
    "20, 50, 5000, 2, 5000, 200",
    "24, 50, 5000, 2, 5000, 200",
    "26, 50, 5000, 3, 5000, 300",
    "3, 64, 10000, 1, 3200, 50",
    "8, 50, 5000, 1, 4000, 80",
    "1, 10, 100, 1, 100, 10",
    "2, 10, 400, 1, 400, 40",
    "4, 200, 100, 4, 100, 4"
  })
  void isATenthOfTheStepsButNotTooFew(
      int epochs, int batch, int images, int tried, int imagesTried, int steps) {
    TrainingRecipe recipe = TrainingPlan.of("small", epochs, batch).values();

    ProbeLength length = ProbeLength.of(recipe, images);

    assertThat(length.epochs()).isEqualTo(tried);
    assertThat(length.images()).isEqualTo(imagesTried);
    assertThat(length.steps()).isEqualTo(steps);
  }
}
