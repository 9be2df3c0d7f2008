package dev.twobit.search.bits;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.training.Calibration;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.Teacher;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.TrainingLoss;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Networks of a few inner layers of one shape, and tasks on random images of 8x8 pixels. */
final class BitTasks {
  static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");
  private static final int WIDTH = 8;
  private static final int CLASSES = 5;

  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();

  private BitTasks() {
    shapes.put("image", TensorShape.of(1, 3, 8, 8));
  }

  /** {@code mid0}, {@code mid1}, ... behind one another between a stem and a classifier. */
  static Network chain(int count) {
    BitTasks n = new BitTasks();
    String x = n.unit("stem", "image", 3);
    for (int i = 0; i < count; i++) {
      x = n.unit("mid" + i, x, WIDTH);
    }
    return n.classified("chain", x, WIDTH);
  }

  /** {@code mid0}, {@code mid1}, ... that all read what the stem writes. */
  static Network fan(int count) {
    BitTasks n = new BitTasks();
    String x = n.unit("stem", "image", 3);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(n.unit("mid" + i, x, WIDTH));
    }
    n.layers.add(new Layer.Concat("joined", all, "joined", 1));
    n.shapes.put("joined", TensorShape.of(1, count * WIDTH, 8, 8));
    return n.classified("fan", "joined", count * WIDTH);
  }

  private String unit(String name, String in, int channels) {
    TensorShape shape = TensorShape.of(1, WIDTH, 8, 8);
    layers.add(
        new Layer.Convolution(name, in, name, channels, WIDTH, Window.square(3, 1, 1), 1, false));
    layers.add(new Layer.BatchNormalization(name + ".bn", name, name + ".bn", WIDTH, 1e-5));
    layers.add(Layer.Activation.relu(name + ".relu", name + ".bn", name + ".relu"));
    shapes.put(name, shape);
    shapes.put(name + ".bn", shape);
    shapes.put(name + ".relu", shape);
    return name + ".relu";
  }

  private Network classified(String name, String in, int channels) {
    Window whole =
        new Window(new Extent(8, 8), new Extent(1, 1), new Extent(1, 1), new Padding(0, 0, 0, 0));
    layers.add(
        new Layer.Pooling("pool", in, "pool", Layer.Reduction.AVERAGE, whole, false, false, true));
    shapes.put("pool", TensorShape.of(1, channels, 1, 1));
    layers.add(new Layer.Reshape("flat", "pool", "flat", TensorShape.of(1, channels)));
    shapes.put("flat", TensorShape.of(1, channels));
    layers.add(new Layer.FullyConnected("fc", "flat", "logits", channels, CLASSES, true));
    shapes.put("logits", TensorShape.of(1, CLASSES));
    return new Network(
        name, List.of("image"), List.of("logits"), layers, shapes, Parameters.empty(), true);
  }

  /** Of fresh weights, SAWB and PACT. */
  static SearchTask of(Network network, List<String> rules, String... budgets) {
    return with(network, "sawb", rules, Optional.empty(), List.of(budgets));
  }

  /**
   * A task.
   *
   * @param weights their quantizer
   * @param rules of layers whose bits are given
   * @param trained what networks inherit from
   * @param budgets {@code latency=1.0x}, shares of what two bits everywhere cost
   */
  static SearchTask with(
      Network network,
      String weights,
      List<String> rules,
      Optional<Network> trained,
      List<String> budgets) {
    List<BitRule> parsed = BitRule.parse("rules", rules);
    CostModel costs = new CostModel(network, HARDWARE, BitPlan.uniform(2, 8).with(parsed));
    ImageDataset images = images();
    Normalization normalization = Normalization.measured(images);
    return new SearchTask(
        network,
        costs,
        budgets.stream()
            .map(
                b ->
                    Budget.parse(
                        CostKind.named(b.split("=")[0]),
                        b.split("=")[1],
                        costs.original(),
                        HARDWARE))
            .toList(),
        QuantizationScheme.of(
                QuantizerChoice.of(weights, 2), QuantizerChoice.parse("", "pact:init=data", 2))
            .withRules(parsed),
        new SearchTask.Images(images, normalization),
        new SearchTask.Start(
            trained.map(t -> new TrainedWeights(t, images, normalization, NewChannels.SILENT)),
            Optional.empty(),
            RecipeFile.load("small").recipe().withEpochs(2).withBatchSize(16)),
        new SearchTask.Execution(1, 1));
  }

  /** A task without a limit whose networks learn nothing but what the given one answers. */
  static SearchTask learningFromItself(Network weighted) {
    ImageDataset images = images();
    Normalization normalization = Normalization.measured(images);
    TrainableNetwork model = TrainableNetwork.of(weighted, QuantizationScheme.none());
    Calibration.statistics(model, images, normalization, 1);
    Network itself = model.toNetwork();
    TrainingRecipe recipe =
        RecipeFile.load("small")
            .recipe()
            .withEpochs(6)
            .withBatchSize(images.size())
            .withPeakRate(0.01);
    TrainingRecipe.Optimization own = recipe.optimization();
    TrainingRecipe.Optimization learning =
        new TrainingRecipe.Optimization(
            own.optimizer(),
            own.learningRate(),
            own.groups(),
            new TrainingLoss(0, 1, 1),
            own.clipNorm());
    CostModel costs = new CostModel(weighted, HARDWARE, BitPlan.uniform(2, 8));
    return new SearchTask(
        itself,
        costs,
        List.of(Budget.parse(CostKind.LATENCY, "99x", costs.original(), HARDWARE)),
        QuantizationScheme.of(QuantizerChoice.of("sawb", 2), QuantizerChoice.none()),
        new SearchTask.Images(images, normalization),
        new SearchTask.Start(
            Optional.of(new TrainedWeights(itself, images, normalization, NewChannels.SILENT)),
            Optional.of(new Teacher(itself, normalization, normalization)),
            new TrainingRecipe(
                recipe.duration(),
                learning,
                recipe.evaluated(),
                new TrainingRecipe.Augmentation(false, 0),
                1,
                1)),
        new SearchTask.Execution(1, 1));
  }

  /** 60 random ones of five classes. */
  static ImageDataset images() {
    Random random = new Random(3);
    byte[] pixels = new byte[60 * 3 * 8 * 8];
    random.nextBytes(pixels);
    int[] labels = new int[60];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES;
    }
    return new ImagesInMemory("random", pixels, labels, 3, 8, 8, CLASSES);
  }
}
