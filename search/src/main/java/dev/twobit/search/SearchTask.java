package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.tensor.Precision;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.List;

/**
 * What every method is given: the same network, budgets, quantizers, images and seed.
 *
 * @param network canonical, with its batch normalization; widths of the original
 * @param costs of networks derived from it, on one hardware at one bit-width
 * @param budgets to be met by the found network, whole and simulated
 * @param scheme quantizers of weights and activations
 * @param train images; searches split them in halves themselves
 * @param threads of libtorch; part of what the bits depend on
 * @param precision that layers compute in while their weights are searched with
 */
public record SearchTask(
    Network network,
    CostModel costs,
    List<Budget> budgets,
    QuantizationScheme scheme,
    ImageDataset train,
    Normalization normalization,
    long seed,
    int threads,
    Precision precision) {
  public SearchTask {
    budgets = List.copyOf(budgets);
  }

  /** A task computed in float32. */
  public SearchTask(
      Network network,
      CostModel costs,
      List<Budget> budgets,
      QuantizationScheme scheme,
      ImageDataset train,
      Normalization normalization,
      long seed,
      int threads) {
    this(network, costs, budgets, scheme, train, normalization, seed, threads, Precision.FLOAT32);
  }
}
