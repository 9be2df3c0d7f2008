package dev.twobit.search.baseline;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small tasks on random images. */
final class Tasks {
  static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");
  static final int CLASSES = 4;

  private Tasks() {}

  /**
   * @param budgets {@code flops=1.0x}
   */
  static SearchTask of(Network network, long seed, String... budgets) {
    CostModel costs = new CostModel(network, HARDWARE, 2, 8);
    List<Budget> parsed = new ArrayList<>();
    for (String budget : budgets) {
      String[] parts = budget.split("=", 2);
      parsed.add(Budget.parse(CostKind.named(parts[0]), parts[1], costs.original(), HARDWARE));
    }
    ImageDataset images = images(network);
    return new SearchTask(
        network,
        costs,
        parsed,
        QuantizationScheme.pact(2, true),
        new SearchTask.Images(images, Normalization.measured(images)),
        new SearchTask.Execution(seed, 2));
  }

  /** What a method that keeps no state finds. */
  static FoundNetwork run(SearchMethod method, SearchTask task) throws IOException {
    return method.run(task, Path.of("never-written"), epoch -> {});
  }

  private static ImageDataset images(Network network) {
    int channels = network.shape(network.inputs().get(0)).channels();
    Random random = new Random(5);
    byte[] pixels = new byte[64 * channels * 32 * 32];
    random.nextBytes(pixels);
    int[] labels = new int[64];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES;
    }
    return new ImagesInMemory("random", pixels, labels, channels, 32, 32, CLASSES);
  }
}
