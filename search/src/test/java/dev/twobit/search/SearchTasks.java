package dev.twobit.search;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.search.contest.InheritedLosses;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Searches of seconds: a network of one block, random images. */
public final class SearchTasks {
  public static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");
  static final Network BLOCK = TestNetworks.block(10);

  /** So fast that logits pass the threshold within four epochs of two steps. */
  static final SearchSettings QUICK =
      SearchSettings.preset("smoke")
          .with("warmup-epochs", "2")
          .with("search-epochs", "4")
          .with("batch-size", "8")
          .with("learning-rate", "0.05")
          .with("warmup-learning-rate", "0.05")
          .with("architecture-rate", "1");

  /** All of NCE's repairs that change its steps. */
  static final SearchSettings REPAIRED =
      QUICK.with(
          Map.of(
              "sampler", "masking",
              "super-net-start", "inherited",
              "weight-step", "sandwich",
              "widest-share", "0.5",
              "threshold-rule", "lead",
              "architecture-share", "0.25",
              "architecture-pairs", "2",
              "cost-loss", "one-sided"));

  private SearchTasks() {}

  static NeuralChannelExpansion nce(SearchSettings settings) {
    return nce(settings, new StopRequest());
  }

  static NeuralChannelExpansion nce(SearchSettings settings, StopRequest stop) {
    return new NeuralChannelExpansion("nce", settings, stop, new InheritedLosses(settings, stop));
  }

  static SearchTask block(QuantizationScheme scheme, String flops) {
    CostModel costs = new CostModel(BLOCK, HARDWARE, 2, 8);
    Budget budget = Budget.parse(CostKind.FLOPS, flops, costs.original(), HARDWARE);
    ImageDataset images = images(32);
    return new SearchTask(
        BLOCK,
        costs,
        List.of(budget),
        scheme,
        new SearchTask.Images(images, Normalization.measured(images)),
        new SearchTask.Execution(1, 1));
  }

  /** The task with weights to inherit. */
  static SearchTask inherited(SearchTask task) {
    Network trained = Initializer.initialize(task.network(), 3);
    return new SearchTask(
        task.network(),
        task.costs(),
        task.budgets(),
        task.scheme(),
        task.images(),
        new SearchTask.Start(
            Optional.of(
                new TrainedWeights(
                    trained, task.train(), task.normalization(), NewChannels.SILENT)),
            Optional.empty(),
            task.start().recipe()),
        task.execution());
  }

  /** The task with images that choose. */
  static SearchTask holdingOut(SearchTask task) {
    return new SearchTask(
        task.network(),
        task.costs(),
        task.budgets(),
        task.scheme(),
        new SearchTask.Images(task.train(), task.normalization(), images(24, 6)),
        task.start(),
        task.execution());
  }

  static ImageDataset images(int count) {
    return images(count, 5);
  }

  private static ImageDataset images(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * 32 * 32];
    random.nextBytes(pixels);
    int[] labels = new int[count];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4;
    }
    return new ImagesInMemory("random", pixels, labels, 1, 32, 32, 4);
  }
}
