package dev.twobit.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  /**
   * Differences 1, 2, 3: t = 2 sqrt 3 with two degrees of freedom, whose distribution is 1/2 + t /
   * (2 sqrt(t^2 + 2)); its 97.5 % quantile is 0.95 sqrt(2 / (1 - 0.95^2)).
   */
  @Test
  void threePairsHaveTheTextbooksFigures() {
    PairedDifference d =
        PairedDifference.of(
            Map.of(1L, 11.0, 2L, 22.0, 3L, 33.0, 4L, 9.0),
            Map.of(1L, 10.0, 2L, 20.0, 3L, 30.0, 5L, 9.0));

    assertThat(d.count()).isEqualTo(3);
    assertThat(d.mean()).isCloseTo(2, within(1e-12));
    assertThat(d.standardError().orElseThrow()).isCloseTo(1 / Math.sqrt(3), within(1e-12));
    double t = 2 * Math.sqrt(3);
    double oneSided = 0.5 - t / (2 * Math.sqrt(t * t + 2));
    assertThat(d.oneSidedP().orElseThrow()).isCloseTo(oneSided, within(1e-9));
    assertThat(d.twoSidedP().orElseThrow()).isCloseTo(2 * oneSided, within(1e-9));
    double quantile = 0.95 * Math.sqrt(2 / (1 - 0.95 * 0.95));
    assertThat(PairedDifference.quantile(3)).isCloseTo(quantile, within(1e-6));
    assertThat(d.halfInterval().orElseThrow()).isCloseTo(quantile / Math.sqrt(3), within(1e-6));
  }

  @Test
  void aWorseNetworkHasASmallTwoSidedPAlone() {
    PairedDifference d =
        PairedDifference.of(
            Map.of(1L, 10.0, 2L, 20.0, 3L, 30.0), Map.of(1L, 11.0, 2L, 22.0, 3L, 33.0));

    double t = 2 * Math.sqrt(3);
    assertThat(d.oneSidedP().orElseThrow())
        .isCloseTo(0.5 + t / (2 * Math.sqrt(t * t + 2)), within(1e-9));
    assertThat(d.twoSidedP().orElseThrow()).isCloseTo(1 - Math.sqrt(12.0 / 14), within(1e-9));
  }

  @Test
  void aReturnedOriginalIsNoDifference() {
    Map<Long, Double> original = Map.of(1L, 70.0, 2L, 71.0);
    PairedDifference d = PairedDifference.of(original, original);

    assertThat(d.mean()).isZero();
    assertThat(d.standardError().orElseThrow()).isZero();
    assertThat(d.oneSidedP()).hasValue(1);
    assertThat(d.twoSidedP()).hasValue(1);
    assertThat(d.halfInterval()).hasValue(0);
  }

  @Test
  void oneTrainingHasNoTest() {
    PairedDifference d = PairedDifference.of(Map.of(1L, 70.0), Map.of(1L, 71.0, 2L, 71.0));

    assertThat(d.mean()).isEqualTo(-1);
    assertThat(d.standardError()).isEmpty();
    assertThat(d.oneSidedP()).isEmpty();
    assertThat(d.twoSidedP()).isEmpty();
    assertThat(d.halfInterval()).isEmpty();
  }

  /** Holm by hand: 0.01 x 4, 0.03 x 3, then 0.04 x 2 and 0.05 are no less than those before. */
  @Test
  void holmAdjustsFromTheSmallest() {
    assertThat(StudyStatistics.holm(List.of(0.04, 0.01, 0.05, 0.03)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.09, 0.04, 0.09, 0.09);
    assertThat(StudyStatistics.holm(List.of(0.7, 0.6))).containsExactly(1.0, 1.0);
    assertThat(StudyStatistics.holm(List.of())).isEmpty();
  }

  /** All pairs of 1, 2 and 4 differ by 1, 2 and 3: root of 14 / 3. */
  @Test
  void spreadOfPairsIsThatOfAllPairs() {
    assertThat(StudyStatistics.pairSpread(List.of(1.0, 2.0, 4.0)))
        .isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    assertThat(StudyStatistics.pairSpread(List.of(5.0))).isZero();
  }
}
