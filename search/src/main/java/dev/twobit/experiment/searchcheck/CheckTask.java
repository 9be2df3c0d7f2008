package dev.twobit.experiment.searchcheck;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetReference;
import dev.twobit.search.cost.CostModel;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.NoiseBatch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainingBenchmarkStep;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.List;
import java.util.stream.IntStream;

/** What the searches of one network are given; simulated layers are shared among them. */
final class CheckTask {
  private static final int BITS = 2;
  private static final int RESIDUAL_BITS = 8;
  private static final long SEED = 1;
  private static final int HELD_OUT = 40;
  private static final long MANY_PARAMS = 1_000_000;

  private final Network network;
  private final FewImages images;
  private final List<String> budgets;
  private final CostModel costs;

  CheckTask(Network network, FewImages images, String hardware, List<String> budgets) {
    this.network = network;
    this.images = images;
    this.costs = new CostModel(network, HardwareCatalog.load(hardware), BITS, RESIDUAL_BITS);
    this.budgets = budgets;
  }

  SearchTask task(SearchSettings settings) {
    BudgetReference reference =
        BudgetReference.of(costs, settings.budget().bandBase(), settings.space(network));
    ImageDataset train = images.of(network);
    return new SearchTask(
        network,
        costs,
        budgets.stream().map(given -> Budget.parse(given, reference)).toList(),
        scheme(),
        new SearchTask.Images(train, Normalization.measured(train), repeated(train)),
        new SearchTask.Execution(SEED, 1));
  }

  /** As many as a method that compares trained networks asks for: what they choose is no matter. */
  private static ImageDataset repeated(ImageDataset few) {
    return few.subset("held out", IntStream.range(0, HELD_OUT).map(i -> i % few.size()).toArray());
  }

  /** One training step from fresh weights. */
  void train(Network structure) {
    ImageDataset data = images.of(network);
    NoiseBatch batch =
        NoiseBatch.of(
            FewImages.BATCH, data.channels(), data.height(), data.width(), data.classes());
    double loss =
        new TrainingBenchmarkStep(
                Initializer.initialize(structure, SEED), scheme(), Precision.FLOAT32, batch)
            .step();
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("a training step has loss " + loss);
    }
  }

  /** What a search has left, before the next one of a large network needs as much. */
  void freeMemory() {
    if (CostSummary.of(network).params() > MANY_PARAMS) {
      Torch.freeUnreachable();
    }
  }

  private static QuantizationScheme scheme() {
    return QuantizationScheme.pact(BITS, true);
  }
}
