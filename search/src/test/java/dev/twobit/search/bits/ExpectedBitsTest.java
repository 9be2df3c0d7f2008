package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpectedBitsTest {
  private static final int LAYERS = 4;
  private static final int CANDIDATES = 3;

  /** The mean over all choices, each as probable as its candidates together. */
  @Test
  void isTheMeanOverAllChoices() {
    Random random = new Random(1);
    List<BitTerm> terms = terms(random);
    double[][] logits = logits(random);
    assertThat(ExpectedBits.of(terms, shares(logits)).value())
        .isCloseTo(mean(terms, shares(logits)), within(1e-9));
  }

  @Test
  void itsGradientIsThatOfDifferences() {
    Random random = new Random(2);
    List<BitTerm> terms = terms(random);
    double[][] logits = logits(random);
    double[][] gradient = ExpectedBits.of(terms, shares(logits)).gradient();
    double step = 1e-5;
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int c = 0; c < CANDIDATES; c++) {
        logits[layer][c] += step;
        double up = mean(terms, shares(logits));
        logits[layer][c] -= 2 * step;
        double down = mean(terms, shares(logits));
        logits[layer][c] += step;
        assertThat(gradient[layer][c]).isCloseTo((up - down) / (2 * step), within(1e-6));
      }
    }
  }

  /** A candidate without any share has no part in it, and no gradient. */
  @Test
  void certainChoicesCostWhatTheyCost() {
    List<BitTerm> terms = terms(new Random(3));
    double[][] certain = new double[LAYERS][CANDIDATES];
    for (double[] layer : certain) {
      layer[1] = 1;
    }
    ExpectedBits expected = ExpectedBits.of(terms, certain);
    assertThat(expected.value()).isCloseTo(mean(terms, certain), within(1e-9));
    for (double[] layer : expected.gradient()) {
      assertThat(Arrays.stream(layer).map(Math::abs).max()).hasValue(0);
    }
  }

  private static List<BitTerm> terms(Random random) {
    List<BitTerm> terms = new ArrayList<>();
    for (int[] layers : new int[][] {{}, {0}, {1, 2}, {0, 3}, {1, 2, 3}}) {
      double[] costs = new double[(int) Math.pow(CANDIDATES, layers.length)];
      Arrays.setAll(costs, i -> random.nextDouble());
      terms.add(new BitTerm(layers, new double[][] {costs}));
    }
    return terms;
  }

  private static double[][] logits(Random random) {
    double[][] logits = new double[LAYERS][CANDIDATES];
    for (double[] layer : logits) {
      Arrays.setAll(layer, c -> random.nextGaussian());
    }
    return logits;
  }

  private static double[][] shares(double[][] logits) {
    double[][] shares = new double[LAYERS][CANDIDATES];
    for (int layer = 0; layer < LAYERS; layer++) {
      double sum = 0;
      for (double logit : logits[layer]) {
        sum += Math.exp(logit);
      }
      for (int c = 0; c < CANDIDATES; c++) {
        shares[layer][c] = Math.exp(logits[layer][c]) / sum;
      }
    }
    return shares;
  }

  private static double mean(List<BitTerm> terms, double[][] shares) {
    double mean = 0;
    for (int number = 0; number < Math.pow(CANDIDATES, LAYERS); number++) {
      int[] choice = new int[LAYERS];
      double probability = 1;
      for (int layer = 0, left = number; layer < LAYERS; layer++, left /= CANDIDATES) {
        choice[layer] = left % CANDIDATES;
        probability *= shares[layer][choice[layer]];
      }
      for (BitTerm term : terms) {
        mean += probability * term.costs()[0][term.at(choice, CANDIDATES)];
      }
    }
    return mean;
  }
}
