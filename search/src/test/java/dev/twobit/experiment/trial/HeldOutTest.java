package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be held out, on the images that come with twobit. */
class HeldOutTest {
  private static final Subjects SUBJECTS = new Subjects();
  private static final Content DATA = SUBJECTS.data("embedded");

  private static int all() {
    return SUBJECTS.source("embedded").train().size();
  }

  @ParameterizedTest
  @CsvSource({"250,250", "10%,500", "0.1%,5", "99 %,4950"})
  void aNumberOrAShareOfTheTrainingImages(String text, int images) {
    assertThat(all()).isEqualTo(5_000);
    assertThat(HeldOut.parse(text, DATA, SUBJECTS).orElseThrow().images()).isEqualTo(images);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5000", "0%", "0.001%", "some", "-3", "101%", "embedded", ""})
  void anythingElseIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> HeldOut.parse(text, DATA, SUBJECTS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--held-out: found ")
        .hasMessageContaining("expected")
        .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
  }

  /** Normalization is not measured on what no training sees. */
  @Test
  void trainingImagesAreTheOthers() {
    Images some = new Images(DATA, "auto", 0, 0, HeldOut.parse("10%", DATA, SUBJECTS));

    PreparedData images = SUBJECTS.images(some);

    assertThat(images.heldOut().size()).isEqualTo(500);
    assertThat(images.train().size()).isEqualTo(4_500);
    assertThat(images.facts().trainImages()).isEqualTo(4_500);
    assertThat(images.test().size()).isEqualTo(1_000);
    assertThat(images.normalization().mean())
        .isEqualTo(Normalization.measured(images.train()).mean())
        .isNotEqualTo(SUBJECTS.images(new Images(DATA, "auto", 0, 0)).normalization().mean());
    assertThat(HeldOut.parse("none", DATA, SUBJECTS)).isEmpty();
  }
}
