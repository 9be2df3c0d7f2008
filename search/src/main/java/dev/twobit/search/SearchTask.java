package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
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
 * @param images searches split them in halves themselves
 */
public record SearchTask(
    Network network,
    CostModel costs,
    List<Budget> budgets,
    QuantizationScheme scheme,
    Images images,
    Execution execution) {
  public SearchTask {
    budgets = List.copyOf(budgets);
  }

  /** What weights and preferences learn from. */
  public record Images(ImageDataset train, Normalization normalization) {}

  /**
   * How it is executed; the bits depend on all of it.
   *
   * @param threads of libtorch
   * @param precision that layers compute in while their weights are searched with
   */
  public record Execution(long seed, int threads, Precision precision) {
    /** An execution in float32. */
    public Execution(long seed, int threads) {
      this(seed, threads, Precision.FLOAT32);
    }
  }

  /** The same with another seed, other threads or another precision. */
  public SearchTask with(Execution other) {
    return new SearchTask(network, costs, budgets, scheme, images, other);
  }

  public ImageDataset train() {
    return images.train();
  }

  public Normalization normalization() {
    return images.normalization();
  }

  public long seed() {
    return execution.seed();
  }

  public int threads() {
    return execution.threads();
  }

  public Precision precision() {
    return execution.precision();
  }
}
