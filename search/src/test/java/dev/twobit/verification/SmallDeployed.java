package dev.twobit.verification;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A small network of everything that makes integers hard, with random weights: signed image,
 * asymmetric padding, a pooling read in two forms, an add of a signed and an unsigned operand,
 * negative and zero batch-norm scales, a depthwise layer, an average.
 */
public record SmallDeployed(Network network, NetworkQuantization quantization) {
  private static final int WIDTH = 6;
  private static final TensorShape IMAGE = TensorShape.of(1, 3, 13, 11);

  public static SmallDeployed draw(long seed) {
    Random random = new Random(seed);
    return of(network(random), random);
  }

  /** Any network of convolutions, adds and poolings, quantized as deployments are. */
  public static SmallDeployed of(Network network, Random random) {
    Map<String, Role> roles = ConvolutionRoles.of(network);
    int bits = 2 + random.nextInt(3);
    boolean midRise = random.nextBoolean();
    Map<String, WeightTensor> tensors =
        ReferenceExecutor.runAll(network, image(network, random.nextLong()));
    Map<String, Weights> weights = new HashMap<>();
    Map<String, List<Activations>> inputs = new HashMap<>();
    for (Layer layer : network.layers()) {
      boolean inner = roles.get(layer.name()) == Role.QUANTIZED;
      if (ConvolutionRoles.isWeighted(layer)) {
        WeightTensor values = network.parameters().get(layer.name() + ".weight");
        weights.put(layer.name(), inner ? levels(values, bits, midRise) : eightBits(values));
      }
      boolean average = layer.asPooling().filter(p -> !p.isMaximum()).isPresent();
      if (ConvolutionRoles.isWeighted(layer) || layer.asAdd().isPresent() || average) {
        List<Activations> forms = new ArrayList<>();
        for (String tensor : layer.inputs()) {
          forms.add(form(get(tensors, tensor).values(), inner ? bits : 8));
        }
        inputs.put(layer.name(), forms);
      }
    }
    return new SmallDeployed(network, new NetworkQuantization(weights, inputs));
  }

  /**
   * The same with steps of whole hundredths and normalizations that scale by halves and shift by
   * tenths: many sums lie half way between two codes, as far as float32 tells.
   */
  public SmallDeployed onTies() {
    Map<String, Weights> weights = new HashMap<>();
    Map<String, WeightTensor> parameters = new HashMap<>();
    quantization
        .weights()
        .forEach(
            (layer, w) -> {
              Weights round = new Weights(w.shape(), w.levels(), List.of(0.1f));
              weights.put(layer, round);
              parameters.put(layer + ".weight", round.values());
            });
    Map<String, List<Activations>> inputs = new HashMap<>();
    quantization
        .inputs()
        .forEach(
            (layer, forms) -> inputs.put(layer, forms.stream().map(SmallDeployed::round).toList()));
    for (Layer layer : network.layers()) {
      if (layer.asBatchNormalization().isPresent()) {
        TensorShape shape = network.parameters().get(layer.name() + ".shift").shape();
        parameters.put(layer.name() + ".scale", filled(shape, i -> i % 2 == 0 ? 1 : 0.5f));
        parameters.put(layer.name() + ".variance", filled(shape, i -> 1 - 1e-5f));
        parameters.put(layer.name() + ".mean", filled(shape, i -> 0f));
        parameters.put(layer.name() + ".shift", filled(shape, i -> 0.1f * (i - 2)));
      }
    }
    return new SmallDeployed(
        network.withParameters(network.parameters().with(parameters)),
        new NetworkQuantization(weights, inputs));
  }

  private static Activations round(Activations form) {
    float step = Math.max(1, Math.round(100 * form.step())) / 100f;
    return new Activations(step, form.bits(), form.signed());
  }

  private static WeightTensor filled(TensorShape shape, IntFunction<Float> value) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(i);
    }
    return new WeightTensor(shape, values);
  }

  private static <T> T get(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  static float[] image(Network network, long seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) network.shape(network.inputs().get(0)).elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static Activations form(float[] values, int bits) {
    float least = 0;
    float largest = 1e-3f;
    for (float value : values) {
      least = Math.min(least, value);
      largest = Math.max(largest, Math.abs(value));
    }
    boolean signed = least < 0;
    int codes = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    return new Activations(largest / codes, bits, signed);
  }

  private static Weights levels(WeightTensor w, int bits, boolean midRise) {
    float step = 0.7f / (1 << bits);
    byte[] levels = new byte[w.values().length];
    int half = 1 << (bits - 1);
    for (int i = 0; i < levels.length; i++) {
      int level = (int) Math.floor(w.values()[i] / step / (midRise ? 2 : 1));
      level = Math.max(-half, Math.min(half - 1, level));
      levels[i] = (byte) (midRise ? 2 * level + 1 : level);
    }
    return new Weights(w.shape(), levels, List.of(step));
  }

  private static Weights eightBits(WeightTensor w) {
    byte[] levels = new byte[w.values().length];
    int each = levels.length / w.shape().dim(0);
    List<Float> steps = new ArrayList<>();
    for (int k = 0; k < w.shape().dim(0); k++) {
      float largest = 1e-6f;
      for (int i = k * each; i < (k + 1) * each; i++) {
        largest = Math.max(largest, Math.abs(w.values()[i]));
      }
      steps.add(largest / 127);
      for (int i = k * each; i < (k + 1) * each; i++) {
        levels[i] = (byte) Math.rint(w.values()[i] / steps.get(k));
      }
    }
    return new Weights(w.shape(), levels, steps);
  }

  private static Network network(Random random) {
    Map<String, TensorShape> shapes = new HashMap<>();
    Map<String, WeightTensor> parameters = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    shapes.put("image", IMAGE);
    Window stem =
        new Window(new Extent(3, 3), new Extent(1, 1), new Extent(1, 1), new Padding(2, 0, 1, 1));
    Window three = Window.square(3, 1, 1);
    Window pool = Window.square(2, 2, 0);
    convolution("stem", "image", 3, WIDTH, stem, 1, layers, shapes, parameters, random);
    normalization("stem.bn", "stem", layers, shapes, parameters, random);
    relu("stem.relu", "stem.bn", layers, shapes);
    TensorShape before = get(shapes, "stem.relu");
    shapes.put(
        "pool",
        TensorShape.of(
            1, WIDTH, pool.outputHeight(before.height()), pool.outputWidth(before.width())));
    layers.add(
        new Layer.Pooling(
            "pool", "stem.relu", "pool", Layer.Reduction.MAX, pool, false, false, false));
    convolution("conv1", "pool", WIDTH, WIDTH + 1, three, 1, layers, shapes, parameters, random);
    normalization("bn1", "conv1", layers, shapes, parameters, random);
    relu("relu1", "bn1", layers, shapes);
    convolution("conv2", "relu1", WIDTH + 1, WIDTH, three, 1, layers, shapes, parameters, random);
    normalization("bn2", "conv2", layers, shapes, parameters, random);
    shapes.put("add", get(shapes, "bn2"));
    layers.add(new Layer.Add("add", List.of("bn2", "pool"), "add"));
    relu("relu2", "add", layers, shapes);
    convolution(
        "depthwise", "relu2", WIDTH, WIDTH, three, WIDTH, layers, shapes, parameters, random);
    normalization("bn3", "depthwise", layers, shapes, parameters, random);
    shapes.put("relu6", get(shapes, "bn3"));
    layers.add(new Layer.Activation("relu6", "bn3", "relu6", Layer.Function.CLIP, 0, 1.5));
    TensorShape last = get(shapes, "relu6");
    Window whole =
        new Window(
            new Extent(last.height(), last.width()),
            new Extent(1, 1),
            new Extent(1, 1),
            new Padding(0, 0, 0, 0));
    shapes.put("average", TensorShape.of(1, WIDTH, 1, 1));
    layers.add(
        new Layer.Pooling(
            "average", "relu6", "average", Layer.Reduction.AVERAGE, whole, false, false, true));
    shapes.put("flat", TensorShape.of(1, WIDTH));
    layers.add(new Layer.Reshape("flat", "average", "flat", TensorShape.of(1, WIDTH)));
    shapes.put("fc", TensorShape.of(1, 5));
    parameters.put("fc.weight", normal(random, TensorShape.of(5, WIDTH), 1));
    parameters.put("fc.bias", normal(random, TensorShape.of(5), 0.3));
    layers.add(new Layer.FullyConnected("fc", "flat", "fc", WIDTH, 5, true));
    return new Network(
        "small", List.of("image"), List.of("fc"), layers, shapes, Parameters.of(parameters), true);
  }

  private static void convolution(
      String name,
      String input,
      int from,
      int to,
      Window window,
      int groups,
      List<Layer> layers,
      Map<String, TensorShape> shapes,
      Map<String, WeightTensor> parameters,
      Random random) {
    var layer = new Layer.Convolution(name, input, name, from, to, window, groups, false);
    TensorShape in = get(shapes, input);
    layers.add(layer);
    shapes.put(
        name,
        TensorShape.of(1, to, window.outputHeight(in.height()), window.outputWidth(in.width())));
    parameters.put(name + ".weight", normal(random, layer.weightShape(), 0.3));
  }

  private static void relu(
      String name, String input, List<Layer> layers, Map<String, TensorShape> shapes) {
    layers.add(Layer.Activation.relu(name, input, name));
    shapes.put(name, get(shapes, input));
  }

  /** The first channel's scale is negative, the second's zero. */
  private static void normalization(
      String name,
      String input,
      List<Layer> layers,
      Map<String, TensorShape> shapes,
      Map<String, WeightTensor> parameters,
      Random random) {
    int channels = get(shapes, input).channels();
    WeightTensor scale = normal(random, TensorShape.of(channels), 0.3);
    WeightTensor variance = normal(random, TensorShape.of(channels), 0.3);
    for (int k = 0; k < channels; k++) {
      scale.values()[k] = k == 0 ? -0.7f : k == 1 ? 0 : 0.5f + Math.abs(scale.values()[k]);
      variance.values()[k] = 0.3f + Math.abs(variance.values()[k]);
    }
    parameters.put(name + ".scale", scale);
    parameters.put(name + ".variance", variance);
    parameters.put(name + ".shift", normal(random, TensorShape.of(channels), 0.4));
    parameters.put(name + ".mean", normal(random, TensorShape.of(channels), 0.2));
    layers.add(new Layer.BatchNormalization(name, input, name, channels, 1e-5f));
    shapes.put(name, get(shapes, input));
  }

  private static WeightTensor normal(Random random, TensorShape shape, double deviation) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new WeightTensor(shape, values);
  }
}
