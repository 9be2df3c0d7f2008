package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Precision;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.Teacher;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.List;
import java.util.Optional;

/**
 * What every method is given: the same network, budgets, quantizers, images and seed.
 *
 * @param network canonical, with its batch normalization; widths of the original
 * @param costs of networks derived from it, on one hardware at one bit-width
 * @param budgets to be met by the found network, whole and simulated
 * @param scheme quantizers of weights and activations
 * @param images searches split them in halves themselves
 * @param start what networks that are compared on the way to a choice begin with
 * @param alternatives to the bits that costs and scheme are of, themselves first; empty where bits
 *     are not searched
 */
public record SearchTask(
    Network network,
    CostModel costs,
    List<Budget> budgets,
    QuantizationScheme scheme,
    Images images,
    Start start,
    Execution execution,
    List<Alternative> alternatives) {
  public SearchTask {
    budgets = List.copyOf(budgets);
    alternatives = List.copyOf(alternatives);
  }

  /** A task whose bits are given. */
  public SearchTask(
      Network network,
      CostModel costs,
      List<Budget> budgets,
      QuantizationScheme scheme,
      Images images,
      Start start,
      Execution execution) {
    this(network, costs, budgets, scheme, images, start, execution, List.of());
  }

  /** A task of fresh weights. */
  public SearchTask(
      Network network,
      CostModel costs,
      List<Budget> budgets,
      QuantizationScheme scheme,
      Images images,
      Execution execution) {
    this(network, costs, budgets, scheme, images, Start.fresh(), execution);
  }

  /**
   * The task with other bits, of the residual path or of layers: the same networks cost less, and
   * are trained with fewer codes.
   *
   * @param residualBits 0 where bits of layers are searched and the residual path's are given
   * @param bitPlan number of a choice of bits of layers, 1 the task's own; 0 where only the
   *     residual path's are searched
   * @param costs at these bits
   * @param scheme likewise
   */
  public record Alternative(
      int residualBits, int bitPlan, CostModel costs, QuantizationScheme scheme) {
    /** With other bits of the residual path. */
    public Alternative(int residualBits, CostModel costs, QuantizationScheme scheme) {
      this(residualBits, 0, costs, scheme);
    }
  }

  /**
   * What weights and preferences learn from, and what chooses.
   *
   * @param heldOut images that no weights ever saw, the imported and the teacher's included: they
   *     choose among networks; empty where a method does not compare trained networks
   */
  public record Images(ImageDataset train, Normalization normalization, ImageDataset heldOut) {
    /** Images of which none are held out. */
    public Images(ImageDataset train, Normalization normalization) {
      this(train, normalization, train.subset("held out", new int[0]));
    }
  }

  /**
   * What compared networks begin with and how they are trained.
   *
   * @param trained the weights that others inherit; empty: fresh weights
   * @param teacher distilled from, if the recipe's loss gives it weight
   * @param recipe of the full training; shorter ones have its values and fewer epochs
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Start(
      Optional<TrainedWeights> trained, Optional<Teacher> teacher, TrainingRecipe recipe) {
    /** Fresh weights, no teacher, the recipe of short trainings. */
    public static Start fresh() {
      return new Start(Optional.empty(), Optional.empty(), RecipeFile.load("small").recipe());
    }
  }

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
    return new SearchTask(network, costs, budgets, scheme, images, start, other, alternatives);
  }

  /** The same with bits to choose from. */
  public SearchTask with(List<Alternative> others) {
    return new SearchTask(network, costs, budgets, scheme, images, start, execution, others);
  }

  /** The same under the same budgets at other bits, which are not searched any more. */
  public SearchTask at(Alternative other) {
    return new SearchTask(network, other.costs, budgets, other.scheme, images, start, execution);
  }

  /** What a search of these settings starts with; plateaus are those of this task's costs. */
  public SearchSpace space(SearchSettings settings) {
    SearchSpace space = settings.space(network);
    return settings.space().grid().equals(CandidateGrid.PLATEAU)
        ? PlateauSpace.starting(space, costs, budgets)
        : space;
  }

  public ImageDataset train() {
    return images.train();
  }

  public Normalization normalization() {
    return images.normalization();
  }

  /** What chooses among trained networks; may be empty. */
  public ImageDataset heldOut() {
    return images.heldOut();
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
