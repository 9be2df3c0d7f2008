package dev.twobit.search;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Window;
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
    space.units().values().forEach(u -> u.shortcuts().forEach(s -> shortcutUnits.put(s, u.name())));
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

  /** Logits of images under a choice for every unit. */
  Tensor forward(Tensor images, Map<String, Choice> choices, boolean training) {
    Network network = space.network();
    Map<String, Tensor> tensors = new HashMap<>();
    Tensor typed = training ? precision.of(images) : images;
    tensors.put(network.inputs().get(0), typed);
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.BatchNormalization b && follows(b)) {
        continue;
      }
      List<Tensor> inputs = new ArrayList<>();
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
    return Precision.FLOAT32.of(get(tensors, network.outputs().get(0)));
  }

  private boolean follows(Layer.BatchNormalization b) {
    return normalizations.containsValue(b);
  }

  private Tensor apply(Layer layer, List<Tensor> inputs, boolean training) {
    Tensor x = inputs.get(0);
    if (layer instanceof Layer.FullyConnected f) {
      Tensor w = quantizedWeights(f.name());
      Tensor narrow = w.narrow(1, 0, x.size(1));
      return Convolutions.linear(
          quantizedInput(f.name(), x, training), narrow, bias(f.name(), f.hasBias()));
    }
    if (layer instanceof Layer.Add) {
      return addOntoFirstChannels(inputs);
    }
    if (layer instanceof Layer.Reshape && x.dim() == 4) {
      return x.reshape(x.size(0), -1);
    }
    return TensorOperations.apply(layer, inputs, space.network().shape(layer.output()));
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

  private Tensor convolve(
      Layer.Convolution c, Tensor input, Map<String, Choice> choices, boolean training) {
    String unit = shortcutUnits.getOrDefault(c.name(), c.name());
    Choice choice = choices.get(unit);
    if (choice == null) {
      throw new IllegalStateException("no choice for " + unit);
    }
    Tensor x = quantizedInput(c.name(), input, training);
    int wide = Math.max(choice.firstWidth, choice.secondWidth);
    Tensor w = quantizedWeights(c.name()).narrow(0, 0, wide).narrow(1, 0, x.size(1));
    Tensor out = convolution(c, x, w);
    if (choice.firstWidth == choice.secondWidth) {
      return normalize(c, out, wide, training);
    }
    Tensor a = interpolated(c, out, choice.firstWidth, wide, training);
    Tensor b = interpolated(c, out, choice.secondWidth, wide, training);
    Tensor p = choice.pairWeights;
    return a.mul(p.narrow(0, 0, 1).to(a.scalar_type()))
        .add(b.mul(p.narrow(0, 1, 1).to(a.scalar_type())));
  }

  private Tensor interpolated(
      Layer.Convolution c, Tensor out, int width, int wide, boolean training) {
    Tensor slice = width == wide ? out : out.narrow(1, 0, width);
    Tensor normal = normalize(c, slice, width, training);
    if (width == wide) {
      return normal;
    }
    Tensor matrix = Torch.tensor(ChannelInterpolation.matrix(width, wide), wide, width, 1, 1);
    return Convolutions.convolve(normal, matrix, new TensorOptional(), Window.square(1, 1, 0), 1);
  }

  private Tensor normalize(Layer.Convolution c, Tensor x, int width, boolean training) {
    Layer.BatchNormalization bn = normalizations.get(c.name());
    if (bn == null) {
      return x;
    }
    String key = SuperNetWeights.normalizationKey(bn.name(), width);
    return torch.batch_norm(
        x,
        new TensorOptional(get(weights.trainable(), key + ".scale")),
        new TensorOptional(get(weights.trainable(), key + ".shift")),
        new TensorOptional(get(weights.buffers(), key + ".mean")),
        new TensorOptional(get(weights.buffers(), key + ".variance")),
        training,
        BATCH_NORM_MOMENTUM,
        bn.epsilon(),
        false);
  }

  private Tensor convolution(Layer.Convolution c, Tensor x, Tensor w) {
    TensorOptional bias =
        c.hasBias()
            ? new TensorOptional(
                get(weights.trainable(), c.name() + ".bias").narrow(0, 0, w.size(0)))
            : new TensorOptional();
    return Convolutions.convolve(x, w, bias, c.window(), 1);
  }

  /** Statistics of the quantizer over the full tensor, as grown; the slice comes after. */
  private Tensor quantizedWeights(String layer) {
    Tensor full = get(weights.trainable(), layer + ".weight");
    return weights.quantizers().quantizedWeights(layer, full);
  }

  private Tensor quantizedInput(String layer, Tensor x, boolean training) {
    return weights.quantizers().quantizedInput(layer, x, initializeQuantizers && training);
  }

  private TensorOptional bias(String layer, boolean present) {
    return present
        ? new TensorOptional(get(weights.trainable(), layer + ".bias"))
        : new TensorOptional();
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }
}
