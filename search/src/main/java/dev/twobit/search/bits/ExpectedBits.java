package dev.twobit.search.bits;

import java.util.List;

/**
 * The expectation of a sum of terms over independent choices of layers' candidates, exact.
 *
 * @param value in the terms' unit
 * @param gradient with respect to the logits whose softmax the shares are, by layer and candidate
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record ExpectedBits(double value, double[][] gradient) {
  /**
   * Of the first kind of the terms' costs.
   *
   * @param shares probability of each candidate, by layer
   */
  static ExpectedBits of(List<BitTerm> terms, double[][] shares) {
    double[][] ofShares = new double[shares.length][shares[0].length];
    double value = 0;
    for (BitTerm term : terms) {
      value += add(term, shares, ofShares);
    }
    return new ExpectedBits(value, ofLogits(ofShares, shares));
  }

  /**
   * A term's expectation.
   *
   * @param ofShares its derivatives are added
   */
  private static double add(BitTerm term, double[][] shares, double[][] ofShares) {
    int candidates = shares[0].length;
    double[] costs = term.costs()[0];
    int[] layers = term.layers();
    double value = 0;
    int[] chosen = new int[layers.length];
    for (int entry = 0; entry < costs.length; entry++) {
      for (int i = layers.length - 1, left = entry; i >= 0; i--, left /= candidates) {
        chosen[i] = left % candidates;
      }
      value += probability(layers, chosen, shares, -1) * costs[entry];
      for (int i = 0; i < layers.length; i++) {
        ofShares[layers[i]][chosen[i]] += probability(layers, chosen, shares, i) * costs[entry];
      }
    }
    return value;
  }

  /**
   * Of an entry of a term.
   *
   * @param without index of a layer that is left out; -1: none
   */
  private static double probability(int[] layers, int[] chosen, double[][] shares, int without) {
    double probability = 1;
    for (int i = 0; i < layers.length; i++) {
      probability *= i == without ? 1 : shares[layers[i]][chosen[i]];
    }
    return probability;
  }

  private static double[][] ofLogits(double[][] ofShares, double[][] shares) {
    double[][] gradient = new double[shares.length][shares[0].length];
    for (int layer = 0; layer < shares.length; layer++) {
      double mean = 0;
      for (int c = 0; c < shares[layer].length; c++) {
        mean += shares[layer][c] * ofShares[layer][c];
      }
      for (int c = 0; c < shares[layer].length; c++) {
        gradient[layer][c] = shares[layer][c] * (ofShares[layer][c] - mean);
      }
    }
    return gradient;
  }
}
