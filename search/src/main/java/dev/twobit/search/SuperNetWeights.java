package dev.twobit.search;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.tensor.Torch;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.QuantizationScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * Tensors of a super-net of given candidates: full-width weights, one batch normalization per
 * candidate width, quantizer parameters. Grown by making a larger one and copying what was.
 *
 * @param trainable leaves by key; {@code buffers} running statistics by key
 * @param quantizers of quantized layers
 */
record SuperNetWeights(
    Map<String, Tensor> trainable, Map<String, Tensor> buffers, LayerQuantizers quantizers) {

  static String normalizationKey(String layer, int width) {
    return layer + "@" + width;
  }

  /** Fresh weights for all candidates of the space; holds leaves, so not within a step's scope. */
  static SuperNetWeights initial(SearchSpace space, QuantizationScheme scheme, long seed) {
    SuperNetWeights result =
        new SuperNetWeights(new LinkedHashMap<>(), new LinkedHashMap<>(), LayerQuantizers.none());
    Network network = space.network();
    Map<String, Role> roles = ConvolutionRoles.of(network);
    Map<String, Layer.BatchNormalization> normalizations = SuperNet.normalizationAfter(network);
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Convolution c) {
        int kernels = space.widest(c.output());
        int channels = space.widest(c.input());
        long area = (long) c.window().kernelHeight() * c.window().kernelWidth();
        double deviation = Math.sqrt(2.0 / (c.outputChannels() * area));
        result.leaf(
            c.name() + ".weight",
            normal(kernels * channels * area, deviation, seed, c.name()),
            kernels,
            channels,
            c.window().kernelHeight(),
            c.window().kernelWidth());
        if (c.hasBias()) {
          result.leaf(c.name() + ".bias", new float[kernels], kernels);
        }
        Layer.BatchNormalization bn = normalizations.get(c.name());
        if (bn != null) {
          result.normalizations(space, bn);
        }
      } else if (layer instanceof Layer.FullyConnected f) {
        int features = space.widest(f.input());
        result.leaf(
            f.name() + ".weight",
            normal((long) f.outputFeatures() * features, 0.01, seed, f.name()),
            f.outputFeatures(),
            features);
        if (f.hasBias()) {
          result.leaf(f.name() + ".bias", new float[f.outputFeatures()], f.outputFeatures());
        }
      }
      if (roles.get(layer.name()) == Role.QUANTIZED) {
        result.quantizers.add(
            layer.name(),
            source(result.trainable, layer.name() + ".weight"),
            scheme,
            result.trainable);
      }
    }
    return result;
  }

  private void normalizations(SearchSpace space, Layer.BatchNormalization bn) {
    TensorWidth width = space.width(bn.output());
    List<Integer> widths =
        width.units().isEmpty()
            ? List.of(space.widest(bn.output()))
            : space.unit(width.units().first()).candidates();
    for (int w : widths) {
      String key = normalizationKey(bn.name(), w);
      leaf(key + ".scale", filled(w, 1), w);
      leaf(key + ".shift", filled(w, 0), w);
      buffers.put(key + ".mean", Torch.tensor(filled(w, 0), w));
      buffers.put(key + ".variance", Torch.tensor(filled(w, 1), w));
    }
  }

  private void leaf(String key, float[] values, long... shape) {
    trainable.put(key, Torch.tensor(values, shape).set_requires_grad(true));
  }

  /**
   * These weights within a larger space: old entries copied, new rows and columns Kaiming-normal, a
   * new batch normalization from the widest old one (SPEC 2.3).
   */
  SuperNetWeights grownTo(SearchSpace larger, QuantizationScheme scheme, long seed) {
    SuperNetWeights grown = initial(larger, scheme, seed);
    grown.trainable.forEach((key, tensor) -> copyInto(tensor, source(trainable, key)));
    grown.buffers.forEach((key, tensor) -> copyInto(tensor, source(buffers, key)));
    return grown;
  }

  /** The tensor of the same key, or for a new batch normalization the widest of its layer. */
  static Tensor source(Map<String, Tensor> old, String key) {
    Tensor same = old.get(key);
    if (same != null) {
      return same;
    }
    int at = key.lastIndexOf('@');
    String stem = key.substring(0, at + 1);
    String field = key.substring(key.lastIndexOf('.'));
    return old.entrySet().stream()
        .filter(e -> e.getKey().startsWith(stem) && e.getKey().endsWith(field))
        .map(Map.Entry::getValue)
        .max(java.util.Comparator.comparingLong(Tensor::numel))
        .orElseThrow(() -> new IllegalStateException("nothing to grow " + key + " from"));
  }

  /** Copies a tensor onto the first entries of every axis of a larger one. */
  static void copyInto(Tensor target, Tensor from) {
    Tensor part = target.detach();
    for (int axis = 0; axis < from.dim(); axis++) {
      part = part.narrow(axis, 0, from.size(axis));
    }
    part.copy_(from.detach());
  }

  private static float[] normal(long count, double deviation, long seed, String name) {
    Random random = new Random(seed * 1_000_003L + name.hashCode());
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
