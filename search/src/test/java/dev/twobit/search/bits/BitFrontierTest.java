package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dynamic programming against all choices one by one, on random tables of integers. */
class BitFrontierTest {
  @ParameterizedTest
  @CsvSource({"1, 3, 1", "5, 3, 1", "5, 3, 2", "7, 2, 1", "6, 2, 2", "4, 4, 2"})
  void isWhatAllChoicesComeTo(int layers, int candidates, int kinds) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      double[][] losses = new double[layers][candidates];
      for (double[] layer : losses) {
        for (int c = 0; c < candidates; c++) {
          layer[c] = random.nextInt(30);
        }
      }
      List<BitTerm> terms = terms(random, layers, candidates, kinds);
      double[] limits = new double[kinds];
      for (int kind = 0; kind < kinds; kind++) {
        limits[kind] = random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : 20 * terms.size();
      }
      List<BitFrontier.Choice> found = BitFrontier.of(losses, terms, limits);
      List<BitFrontier.Choice> all = all(losses, terms, limits, candidates);
      assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(a.loss(), b.loss()));
      assertThat(found.stream().map(BitFrontierTest::figures).toList())
          .containsExactlyInAnyOrderElementsOf(
              all.stream()
                  .filter(c -> all.stream().noneMatch(o -> dominates(o, c)))
                  .map(BitFrontierTest::figures)
                  .distinct()
                  .toList());
      for (BitFrontier.Choice choice : found) {
        assertThat(figures(choice))
            .isEqualTo(figures(choice(choice.candidates(), losses, terms, limits, candidates)));
      }
    }
  }

  /** Of a layer by itself, of two or three that follow one another with others between, of none. */
  private static List<BitTerm> terms(Random random, int layers, int candidates, int kinds) {
    List<BitTerm> terms = new ArrayList<>();
    terms.add(term(random, new int[0], candidates, kinds));
    for (int layer = 0; layer < layers; layer++) {
      terms.add(term(random, new int[] {layer}, candidates, kinds));
      int next = layer + 1 + random.nextInt(2);
      if (next < layers) {
        terms.add(term(random, new int[] {layer, next}, candidates, kinds));
      }
      if (next + 1 < layers && random.nextBoolean()) {
        terms.add(term(random, new int[] {layer, next, next + 1}, candidates, kinds));
      }
    }
    return terms;
  }

  private static BitTerm term(Random random, int[] layers, int candidates, int kinds) {
    double[][] costs = new double[kinds][(int) Math.pow(candidates, layers.length)];
    for (double[] table : costs) {
      for (int i = 0; i < table.length; i++) {
        table[i] = random.nextInt(40);
      }
    }
    return new BitTerm(layers, costs);
  }

  private static List<BitFrontier.Choice> all(
      double[][] losses, List<BitTerm> terms, double[] limits, int candidates) {
    List<BitFrontier.Choice> all = new ArrayList<>();
    int count = (int) Math.pow(candidates, losses.length);
    for (int number = 0; number < count; number++) {
      int[] choice = new int[losses.length];
      for (int layer = 0, left = number; layer < choice.length; layer++, left /= candidates) {
        choice[layer] = left % candidates;
      }
      BitFrontier.Choice made = choice(choice, losses, terms, limits, candidates);
      boolean within = true;
      for (int kind = 0; kind < limits.length; kind++) {
        within &= made.costs()[kind] <= limits[kind];
      }
      if (within) {
        all.add(made);
      }
    }
    return all;
  }

  private static BitFrontier.Choice choice(
      int[] choice, double[][] losses, List<BitTerm> terms, double[] limits, int candidates) {
    double[] costs = new double[limits.length];
    double loss = 0;
    for (int layer = 0; layer < choice.length; layer++) {
      loss += losses[layer][choice[layer]];
    }
    for (BitTerm term : terms) {
      int at = 0;
      for (int layer : term.layers()) {
        at = at * candidates + choice[layer];
      }
      for (int kind = 0; kind < costs.length; kind++) {
        costs[kind] += term.costs()[kind][at];
      }
    }
    return new BitFrontier.Choice(choice, costs, loss);
  }

  private static boolean dominates(BitFrontier.Choice one, BitFrontier.Choice other) {
    return !figures(one).equals(figures(other))
        && one.loss() <= other.loss()
        && IntStream.range(0, one.costs().length)
            .allMatch(kind -> one.costs()[kind] <= other.costs()[kind]);
  }

  private static List<Double> figures(BitFrontier.Choice choice) {
    List<Double> figures = new ArrayList<>(List.of(choice.loss()));
    for (double cost : choice.costs()) {
      figures.add(cost);
    }
    return figures;
  }
}
