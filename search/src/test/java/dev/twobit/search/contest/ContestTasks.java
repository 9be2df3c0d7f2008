package dev.twobit.search.contest;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.StopRequest;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Tasks on random images of 8x8 pixels and five classes, of a second or two. */
public final class ContestTasks {
  /** Of the full training. */
  public static final int EPOCHS = 2;

  private static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");

  private ContestTasks() {}

  /** A task with held-out images and a latency budget. */
  public static SearchTask of(Network network, String latency, Optional<Network> trained) {
    CostModel costs = new CostModel(network, HARDWARE, 2, 8);
    Budget budget = Budget.parse(CostKind.LATENCY, latency, costs.original(), HARDWARE);
    ImageDataset train = images(40, 1);
    var recipe = RecipeFile.load("small").recipe().withEpochs(EPOCHS).withBatchSize(10);
    return new SearchTask(
        network,
        costs,
        List.of(budget),
        QuantizationScheme.pact(2, true),
        new SearchTask.Images(train, Normalization.measured(train), images(60, 2)),
        new SearchTask.Start(
            trained.map(
                t ->
                    new TrainedWeights(
                        t, train, Normalization.measured(train), NewChannels.SILENT)),
            Optional.empty(),
            recipe),
        new SearchTask.Execution(1, 1));
  }

  /** The task with 8, 4 and 2 bits to choose from. */
  public static SearchTask searchingBits(SearchTask task) {
    List<SearchTask.Alternative> bits = new ArrayList<>();
    for (int residual : new int[] {8, 4, 2}) {
      QuantizerChoice trained =
          residual < 8 ? QuantizerChoice.of("lsq", residual) : QuantizerChoice.none();
      bits.add(
          new SearchTask.Alternative(
              residual,
              new CostModel(task.network(), HARDWARE, 2, residual),
              task.scheme().withResidual(trained)));
    }
    return new SearchTask(
        task.network(),
        task.costs(),
        task.budgets(),
        task.scheme(),
        task.images(),
        task.start(),
        task.execution(),
        bits);
  }

  private static ImageDataset images(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * 3 * 8 * 8];
    random.nextBytes(pixels);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 5;
    }
    return new ImagesInMemory("random", pixels, labels, 3, 8, 8, 5);
  }

  /** What a method sees of a task in which the original is the only control. */
  public static ComparedSearch.Scene scene(SearchTask task, SearchSettings settings, Path folder) {
    SearchSpace space =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    return new ComparedSearch.Scene(
        task,
        settings,
        space,
        List.of(original(space)),
        folder.resolve("state"),
        new StopRequest(),
        epoch -> {});
  }

  /** The network as it is. */
  public static Entrant original(SearchSpace space) {
    Map<String, Integer> nominal = new LinkedHashMap<>();
    space.units().values().forEach(u -> nominal.put(u.name(), u.nominal()));
    return new Entrant(nominal, Entrant.Role.ORIGINAL);
  }

  /** Hands on what is said. */
  public static SearchProgress saying(Consumer<String> listener) {
    return new SearchProgress() {
      @Override
      public void epoch(SearchEpoch epoch) {}

      @Override
      public void say(String line) {
        listener.accept(line);
      }
    };
  }
}
