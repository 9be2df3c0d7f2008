package dev.twobit.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.LearningRateProbe.Tried;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LearningRateProbeTest {
  private static LearningRateProbe of(double half, double once, double twice) {
    return LearningRateProbe.of(
        List.of(tried(0.5, half), tried(1, once), tried(2, twice)), 50, 1_500, "held-out images");
  }

  /** Below 0: it diverged. */
  private static Tried tried(double factor, double score) {
    return new Tried(
        factor, 0.1 * factor, score < 0 ? OptionalDouble.empty() : OptionalDouble.of(score));
  }

  @Test
  void theLeastCrossEntropyIsChosenAndAnEdgeIsNamed() {
    assertThat(of(1.5, 1.25, 1.375).sentence())
        .isEqualTo(
            "learning rate 0.1 by the probe, of 0.05 (cross-entropy 1.5000), 0.1 (cross-entropy"
                + " 1.2500), 0.2 (cross-entropy 1.3750), 50 steps each, on 1,500 held-out images");
    assertThat(of(1.5, 1.25, 1).factor()).isEqualTo(2);
    assertThat(of(1.5, 1.25, 1).sentence())
        .startsWith("learning rate 0.2 ")
        .endsWith("; it is the largest of 3: a larger one may be better");
    assertThat(of(1, 1.25, 1.5).sentence())
        .endsWith("; it is the smallest of 3: a smaller one may be better");
  }

  @Test
  void ofEqualOnesTheRateThatWasAskedForAndNeverOneThatDiverged() {
    assertThat(of(1.25, 1.25, 1.25).factor()).isEqualTo(1);
    assertThat(of(3, -1, -1).factor()).isEqualTo(0.5);
    assertThat(of(3, 2.5, -1).sentence()).contains("0.2 (diverged)").doesNotContain("may be");
  }
}
