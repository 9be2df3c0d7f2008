package dev.twobit.search;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Window;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RedundantActivations;
import dev.twobit.training.TensorOperations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * All candidate widths of a network in one set of weights (SPEC 1.5, 2.5): each searched
 * convolution is run once over the larger of two sampled widths, both slices get their own batch
 * normalization, are interpolated to the larger width and summed by the pair's weights.
 */
public final class SuperNet {
  private static final double BATCH_NORM_MOMENTUM = 0.1;

  private final SearchSpace space;
  private final Map<String, Layer.BatchNormalization> normalizations;
  private final Map<String, String> shortcutUnits;
  private final SuperNetWeights weights;
  private final Set<String> redundant;
  private boolean initializeQuantizers;
  private Precision precision = Precision.FLOAT32;

  SuperNet(SearchSpace space, QuantizationScheme scheme, SuperNetWeights weights) {
    this.space = space;
    this.weights = weights;
    this.normalizations = normalizationAfter(space.network());
    this.shortcutUnits = new HashMap<>();
    space.units().values().forEach(u -> u.members().forEach(s -> shortcutUnits.put(s, u.name())));
    this.redundant = RedundantActivations.of(space.network(), weights.quantizers().inputs());
    this.initializeQuantizers = scheme.initializeFromData();
  }

  SuperNetWeights weights() {
    return weights;
  }

  void skipInitialization() {
    initializeQuantizers = false;
  }

  /** Computes training passes in this precision from now on. */
  SuperNet withPrecision(Precision chosen) {
    precision = chosen;
    return this;
  }

  /** Batch normalization directly behind each convolution. */
  static Map<String, Layer.BatchNormalization> normalizationAfter(Network network) {
    Map<String, List<Layer>> consumers = network.consumers();
    Map<String, Layer.BatchNormalization> found = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      List<Layer> readers = consumers.getOrDefault(layer.output(), List.of());
      if (layer instanceof Layer.Convolution
          && readers.size() == 1
          && readers.get(0) instanceof Layer.BatchNormalization b) {
        found.put(layer.name(), b);
      }
    }
    return found;
  }

  /** The two candidates of a unit and the tensor (2) of their weights. */
  record Choice(int firstWidth, int secondWidth, Tensor pairWeights) {}

  /**
   * A tensor of the super-net.
   *
   * @param values (N, at least width, ...): channels from {@code width} on are zeros, so that
   *     convolutions need no copies in whole blocks
   */
  private record Planes(Tensor values, long width) {
    static Planes of(Tensor values) {
      return new Planes(values, values.size(1));
    }

    /** Without the zeros. */
    Tensor exact() {
      return width == values.size(1) ? values : values.narrow(1, 0, width);
    }
  }

  /** Logits of images under a choice for every unit. */
  Tensor forward(Tensor images, Map<String, Choice> choices, boolean training) {
    Network network = space.network();
    Map<String, Planes> tensors = new HashMap<>();
    Tensor typed = training ? precision.of(images) : images;
    tensors.put(network.inputs().get(0), Planes.of(typed));
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.BatchNormalization b && follows(b)) {
        continue;
      }
      List<Planes> inputs = new ArrayList<>();
      for (String name : layer.inputs()) {
        inputs.add(get(tensors, name));
      }
      if (layer instanceof Layer.Convolution c) {
        Layer.BatchNormalization bn = normalizations.get(c.name());
        String output = bn == null ? c.output() : bn.output();
        tensors.put(output, convolve(c, inputs.get(0), choices, training));
      } else {
        tensors.put(
            layer.output(),
            redundant.contains(layer.name()) ? inputs.get(0) : apply(layer, inputs, training));
      }
    }
    if (training) {
      initializeQuantizers = false;
    }
    return Precision.FLOAT32.of(get(tensors, network.outputs().get(0)).exact());
  }

  private boolean follows(Layer.BatchNormalization b) {
    return normalizations.containsValue(b);
  }

  private Planes apply(Layer layer, List<Planes> inputs, boolean training) {
    List<Tensor> values = inputs.stream().map(Planes::values).toList();
    if (layer instanceof Layer.Add) {
      long width = inputs.stream().mapToLong(Planes::width).max().orElseThrow();
      return new Planes(addOntoFirstChannels(values), width);
    }
    if (keepsZeros(layer)) {
      Tensor result = TensorOperations.apply(layer, values, space.network().shape(layer.output()));
      return new Planes(result, inputs.get(0).width());
    }
    List<Tensor> exact = inputs.stream().map(Planes::exact).toList();
    Tensor x = exact.get(0);
    if (layer instanceof Layer.FullyConnected f) {
      Tensor w = quantizedWeights(f.name());
      Tensor narrow = w.narrow(1, 0, x.size(1));
      return Planes.of(
          Convolutions.linear(
              quantizedInput(f.name(), Planes.of(x), training),
              narrow,
              bias(f.name(), f.hasBias())));
    }
    if (layer instanceof Layer.Reshape && x.dim() == 4) {
      return Planes.of(x.reshape(x.size(0), -1));
    }
    return Planes.of(TensorOperations.apply(layer, exact, space.network().shape(layer.output())));
  }

  private static boolean keepsZeros(Layer layer) {
    return layer instanceof Layer.Pooling
        || layer instanceof Layer.Activation a && a.function() == Layer.Activation.Function.RELU;
  }

  /** SPEC 1.7: the result has the larger width. */
  static Tensor addOntoFirstChannels(List<Tensor> inputs) {
    Tensor sum = inputs.get(0);
    for (Tensor next : inputs.subList(1, inputs.size())) {
      Tensor wide = sum.size(1) >= next.size(1) ? sum : next;
      Tensor narrow = wide == sum ? next : sum;
      long missing = wide.size(1) - narrow.size(1);
      sum = wide.add(missing == 0 ? narrow : torch.constant_pad_nd(narrow, 0, 0, 0, 0, 0, missing));
    }
    return sum;
  }

  private Planes convolve(
      Layer.Convolution c, Planes input, Map<String, Choice> choices, boolean training) {
    String unit = shortcutUnits.getOrDefault(c.name(), c.name());
    Choice choice = choices.get(unit);
    if (choice == null) {
      throw new IllegalStateException("no choice for " + unit);
    }
    Tensor x = quantizedInput(c.name(), input, training);
    int wide = Math.max(choice.firstWidth, choice.secondWidth);
    Tensor w = quantizedWeights(c.name()).narrow(0, 0, wide).narrow(1, 0, input.width());
    if (training) {
      long whole = Convolutions.wholeChannels(wide);
      Tensor padded =
          torch.constant_pad_nd(w, 0, 0, 0, 0, 0, x.size(1) - input.width(), 0, whole - wide);
      Tensor out = Convolutions.convolve(x, padded, bias(c, wide, whole), c.window(), 1);
      return new Planes(mix(c, out, choice, wide), wide);
    }
    Tensor exact = x.narrow(1, 0, input.width());
    Tensor out = Convolutions.convolve(exact, w, bias(c, wide, wide), c.window(), 1);
    if (choice.firstWidth == choice.secondWidth) {
      return Planes.of(normalize(c, out, wide));
    }
    Tensor a = interpolated(c, out, choice.firstWidth, wide);
    Tensor b = interpolated(c, out, choice.secondWidth, wide);
    Tensor p = choice.pairWeights;
    return Planes.of(a.mul(p.narrow(0, 0, 1)).add(b.mul(p.narrow(0, 1, 1))));
  }

  /**
   * Batch normalization of both slices, their interpolation and weighted sum, with the statistics
   * of the batch. A channel's statistics are the same in both slices, and what follows them is
   * linear: one normalization without scale and shift, then one 1x1 convolution.
   */
  private Tensor mix(Layer.Convolution c, Tensor out, Choice choice, int wide) {
    Layer.BatchNormalization bn = normalizations.get(c.name());
    long missing = out.size(1) - wide;
    if (choice.firstWidth == choice.secondWidth) {
      return bn == null
          ? out
          : normalizeBatch(
              bn,
              out,
              choice,
              torch.constant_pad_nd(parameter(bn, wide, ".scale"), 0, missing),
              torch.constant_pad_nd(parameter(bn, wide, ".shift"), 0, missing));
    }
    Tensor normal =
        bn == null
            ? out
            : normalizeBatch(bn, out, choice, torch.ones(out.size(1)), torch.zeros(out.size(1)));
    Tensor p = choice.pairWeights.narrow(0, 0, 1);
    Tensor q = choice.pairWeights.narrow(0, 1, 1);
    Tensor matrix =
        matrix(bn, choice.firstWidth, wide).mul(p).add(matrix(bn, choice.secondWidth, wide).mul(q));
    Tensor kernel =
        torch
            .constant_pad_nd(matrix, 0, missing, 0, missing)
            .reshape(out.size(1), out.size(1), 1, 1);
    TensorOptional bias = new TensorOptional();
    if (bn != null) {
      Tensor shift =
          shift(bn, choice.firstWidth, wide).mul(p).add(shift(bn, choice.secondWidth, wide).mul(q));
      bias = new TensorOptional(torch.constant_pad_nd(shift, 0, missing));
    }
    return Convolutions.convolve(normal, kernel, bias, Window.square(1, 1, 0), 1);
  }

  /** Interpolation (wide, wide) of normalized channels, those from {@code width} on unused. */
  private Tensor matrix(Layer.@Nullable BatchNormalization bn, int width, int wide) {
    Tensor interpolation = Torch.tensor(ChannelInterpolation.matrix(width, wide), wide, width);
    Tensor scaled =
        bn == null
            ? interpolation
            : interpolation.mul(parameter(bn, width, ".scale").reshape(1, width));
    return torch.constant_pad_nd(scaled, 0, wide - width);
  }

  /** What the shifts of a normalization become by interpolation, (wide). */
  private Tensor shift(Layer.BatchNormalization bn, int width, int wide) {
    Tensor interpolation = Torch.tensor(ChannelInterpolation.matrix(width, wide), wide, width);
    return torch.mv(interpolation, parameter(bn, width, ".shift"));
  }

  private Tensor parameter(Layer.BatchNormalization bn, int width, String name) {
    return get(weights.trainable(), SuperNetWeights.normalizationKey(bn.name(), width) + name);
  }

  /** With the batch's statistics, which go into the running ones of both widths. */
  private Tensor normalizeBatch(
      Layer.BatchNormalization bn, Tensor x, Choice choice, Tensor scale, Tensor shift) {
    Tensor mean = torch.zeros(x.size(1));
    Tensor variance = torch.ones(x.size(1));
    // A momentum of 1 leaves the batch's own mean and unbiased variance there.
    Tensor normal =
        torch.batch_norm(
            x,
            new TensorOptional(scale),
            new TensorOptional(shift),
            new TensorOptional(mean),
            new TensorOptional(variance),
            true,
            1,
            bn.epsilon(),
            false);
    follow(bn, choice.firstWidth, mean, variance);
    if (choice.secondWidth != choice.firstWidth) {
      follow(bn, choice.secondWidth, mean, variance);
    }
    return normal;
  }

  private void follow(Layer.BatchNormalization bn, int width, Tensor mean, Tensor variance) {
    String key = SuperNetWeights.normalizationKey(bn.name(), width);
    follow(get(weights.buffers(), key + ".mean"), mean.narrow(0, 0, width));
    follow(get(weights.buffers(), key + ".variance"), variance.narrow(0, 0, width));
  }

  private static void follow(Tensor running, Tensor batch) {
    running.mul_(Torch.scalar(1 - BATCH_NORM_MOMENTUM));
    running.add_(batch, Torch.scalar(BATCH_NORM_MOMENTUM));
  }

  private Tensor interpolated(Layer.Convolution c, Tensor out, int width, int wide) {
    Tensor slice = width == wide ? out : out.narrow(1, 0, width);
    Tensor normal = normalize(c, slice, width);
    if (width == wide) {
      return normal;
    }
    Tensor matrix = Torch.tensor(ChannelInterpolation.matrix(width, wide), wide, width, 1, 1);
    return Convolutions.convolve(normal, matrix, new TensorOptional(), Window.square(1, 1, 0), 1);
  }

  /** With the running statistics. */
  private Tensor normalize(Layer.Convolution c, Tensor x, int width) {
    Layer.BatchNormalization bn = normalizations.get(c.name());
    if (bn == null) {
      return x;
    }
    String key = SuperNetWeights.normalizationKey(bn.name(), width);
    return torch.batch_norm(
        x,
        new TensorOptional(parameter(bn, width, ".scale")),
        new TensorOptional(parameter(bn, width, ".shift")),
        new TensorOptional(get(weights.buffers(), key + ".mean")),
        new TensorOptional(get(weights.buffers(), key + ".variance")),
        false,
        BATCH_NORM_MOMENTUM,
        bn.epsilon(),
        false);
  }

  /** A bias of the first {@code wide} kernels, zeros up to {@code whole}. */
  private TensorOptional bias(Layer.Convolution c, long wide, long whole) {
    return c.hasBias()
        ? new TensorOptional(
            torch.constant_pad_nd(
                get(weights.trainable(), c.name() + ".bias").narrow(0, 0, wide), 0, whole - wide))
        : new TensorOptional();
  }

  /** Statistics of the quantizer over the full tensor, as grown; the slice comes after. */
  private Tensor quantizedWeights(String layer) {
    Tensor full = get(weights.trainable(), layer + ".weight");
    return weights.quantizers().quantizedWeights(layer, full);
  }

  /**
   * As wide as the input where zeros stay zeros without further effect, else without them: a sample
   * that parameters start from is of what exists.
   */
  private Tensor quantizedInput(String layer, Planes input, boolean training) {
    ActivationQuantizer quantizer = weights.quantizers().inputs().get(layer);
    boolean initialize = initializeQuantizers && training;
    Tensor x =
        quantizer == null || quantizer.clipsAtZero() && !initialize
            ? input.values()
            : input.exact();
    return weights.quantizers().quantizedInput(layer, x, initialize);
  }

  private TensorOptional bias(String layer, boolean present) {
    return present
        ? new TensorOptional(get(weights.trainable(), layer + ".bias"))
        : new TensorOptional();
  }

  private static <T> T get(Map<String, T> tensors, String name) {
    T tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }
}
