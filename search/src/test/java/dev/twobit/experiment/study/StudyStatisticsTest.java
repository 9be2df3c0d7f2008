package dev.twobit.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StudyStatisticsTest {
  /** Five of six pairs agree and one is tied in y: 5 / sqrt(6 x 5). */
  @Test
  void kendallCountsTiesAsTauB() {
    double[] x = {1, 2, 3, 4};

    assertThat(StudyStatistics.kendallTauB(x, new double[] {1, 2, 2, 3}).orElseThrow())
        .isCloseTo(5 / Math.sqrt(30), within(1e-12));
    assertThat(StudyStatistics.kendallTauB(x, new double[] {4, 3, 2, 1}).orElseThrow())
        .isEqualTo(-1);
    assertThat(StudyStatistics.kendallTauB(x, new double[] {7, 7, 7, 7})).isEmpty();
    assertThat(StudyStatistics.kendallTauB(new double[] {1}, new double[] {1})).isEmpty();
  }

  /**
   * Ranks 1 2.5 2.5 4 against 1 2 3 4: covariance 4.5 over the root of 4.5 x 5; and against 1.5 1.5
   * 3.5 3.5: 3 over the root of 4.5 x 4.
   */
  @Test
  void spearmanGivesTiesTheirMeanRank() {
    double[] x = {10, 20, 20, 70};

    assertThat(StudyStatistics.spearmanRho(x, new double[] {1, 2, 3, 4}).orElseThrow())
        .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
    assertThat(StudyStatistics.spearmanRho(x, new double[] {0, 0, 9, 9}).orElseThrow())
        .isCloseTo(3 / Math.sqrt(4.5 * 4), within(1e-12));
    assertThat(StudyStatistics.spearmanRho(x, new double[] {4, 3, 3, 1}).orElseThrow())
        .isCloseTo(-1, within(1e-12));
    assertThat(StudyStatistics.spearmanRho(x, new double[] {7, 7, 7, 7})).isEmpty();
    assertThat(StudyStatistics.spearmanRho(new double[] {1}, new double[] {1})).isEmpty();
  }

  @Test
  void deviationIsThatOfASample() {
    StudyStatistics.Summary s = StudyStatistics.summary(List.of(1.0, 2.0, 3.0, 6.0));

    assertThat(s.mean()).isEqualTo(3);
    assertThat(s.deviation()).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    assertThat(StudyStatistics.summary(List.of(5.0)).deviation()).isZero();
  }

  /** Differences 1, 2, 3: t = 2 sqrt 3 with two degrees of freedom, p = 1 - t / sqrt(t^2 + 2). */
  @Test
  void pairedTestHasTheTextbooksP() {
    assertThat(
            StudyStatistics.pairedP(List.of(11.0, 22.0, 33.0), List.of(10.0, 20.0, 30.0))
                .orElseThrow())
        .isCloseTo(1 - Math.sqrt(12.0 / 14), within(1e-9));
    assertThat(StudyStatistics.pairedP(List.of(1.0), List.of(2.0))).isEmpty();
    assertThat(StudyStatistics.pairedP(List.of(1.0, 2.0), List.of(1.0, 2.0))).isEmpty();
  }

  /** Both have variance 1 and three values: t = 3 / sqrt(2/3) with four degrees of freedom. */
  @Test
  void welchTestHasTheTextbooksP() {
    double t = 3 / Math.sqrt(2.0 / 3);
    double u = t / Math.sqrt(t * t + 4);
    double expected = 1 - (1.5 * u - 0.5 * u * u * u);

    assertThat(StudyStatistics.welchP(List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, 6.0)).orElseThrow())
        .isCloseTo(expected, within(1e-9));
    assertThat(StudyStatistics.welchP(List.of(1.0), List.of(4.0, 5.0))).isEmpty();
  }

  @Test
  void lineIsTheOneOfLeastSquares() {
    StudyStatistics.Line line =
        StudyStatistics.line(List.of(0.0, 1.0, 2.0), List.of(1.0, 3.0, 5.0));

    assertThat(line.intercept()).isCloseTo(1, within(1e-12));
    assertThat(line.slope()).isCloseTo(2, within(1e-12));
  }

  /** The candidate that no step sampled would break the order. */
  @Test
  void preferenceLeavesOutWhatWasNeverSampled() {
    double[] gradients = {0.3, 0.2, 9, 0.1};

    assertThat(GradientsStudy.tau(gradients, new int[] {4, 4, 0, 4}).orElseThrow()).isEqualTo(1);
    assertThat(GradientsStudy.tau(gradients, new int[] {4, 4, 4, 4}).orElseThrow()).isLessThan(1);
    assertThat(GradientsStudy.tau(gradients, new int[] {0, 0, 0, 4})).isEmpty();
  }
}
