package dev.twobit.search.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeadTest {
  private static Score score(float... crossEntropy) {
    boolean[] right = new boolean[crossEntropy.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = crossEntropy[i] < 0.5;
    }
    return new Score(crossEntropy, right);
  }

  /**
   * Two networks and two seeds: residuals of -1/4, 1/4, 1/4, -1/4 around means of rows and columns.
   */
  @Test
  void whatTrainingsScatterByIsTheResidualOfNetworksAndSeeds() {
    Scatter scatter =
        Scatter.of(List.of(new Score[] {score(1), score(3)}, new Score[] {score(2), score(5)}));
    assertThat(scatter.freedom()).isEqualTo(1);
    assertThat(scatter.variance()).isCloseTo(4.0 / 16, within(1e-12));
  }

  /** What a seed does to all networks alike is in no difference of two. */
  @Test
  void aSeedThatHelpsAllAlikeIsNoScatter() {
    Scatter scatter =
        Scatter.of(List.of(new Score[] {score(1), score(3)}, new Score[] {score(2), score(4)}));
    assertThat(scatter.variance()).isZero();
  }

  /** Seeds that one network has not are a table of their own: residuals of both are pooled. */
  @Test
  void ofNetworksThatWereGivenUpTheFirstSeedsCount() {
    Score[] all = {score(1), score(3), score(5), score(4)};
    Score[] also = {score(2), score(5), score(1), score(6)};
    Score[] given = {score(7), score(7)};
    Scatter first =
        Scatter.of(
            List.of(
                new Score[] {all[0], all[1]},
                new Score[] {also[0], also[1]},
                new Score[] {given[0], given[1]}));
    Scatter rest =
        Scatter.of(List.of(new Score[] {all[2], all[3]}, new Score[] {also[2], also[3]}));
    Scatter pooled = Scatter.of(List.of(all, also, given));
    assertThat(pooled.freedom()).isEqualTo(first.freedom() + rest.freedom()).isEqualTo(3);
    assertThat(pooled.variance() * 3)
        .isCloseTo(first.variance() * 2 + rest.variance() * 1, within(1e-9));
  }

  @Test
  void theStandardErrorIsOfImagesAndOfTrainings() {
    Score[] of = {score(0, 1, 0, 1), score(0, 1, 0, 1)};
    Score[] over = {score(1, 2, 2, 1), score(1, 2, 2, 1)};
    Lead lead = Lead.of(of, over, new Scatter(0.5, 4));
    assertThat(lead.nats()).isEqualTo(1);
    // differences 1, 1, 2, 0: variance 2/3; trainings: 2 x 0.5 / 2
    assertThat(lead.standardError()).isCloseTo(Math.sqrt(2.0 / 3 / 4 + 0.5), within(1e-12));
    assertThat(lead.points()).isEqualTo(50);
    double images = 1.0 / 6;
    assertThat(lead.freedom())
        .isCloseTo(Math.pow(images + 0.5, 2) / (0.25 / 4 + images * images / 3), within(1e-9));
  }

  @Test
  void betterIsBetterInBothAndNotByChance() {
    assertThat(new Lead(3, 1, 1e6, 0.5).isBetter(0.01)).isTrue();
    assertThat(new Lead(3, 1, 1e6, 0.5).probability()).isCloseTo(0.00135, within(1e-5));
    assertThat(new Lead(3, 1, 2, 0.5).isBetter(0.01)).isFalse();
    assertThat(new Lead(3, 1, 1e6, -0.1).isBetter(0.01)).isFalse();
    assertThat(new Lead(1, 1, 1e6, 0.5).isBetter(0.05)).isFalse();
    assertThat(new Lead(0, 0, 1, 0).isBetter(0.05)).isFalse();
  }
}
