package dev.twobit.verification;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A quantized form of a network: what an array multiplies always, what else layers read now and
 * then, in as many bits as the values take. Weights that it lacks are drawn.
 *
 * @param image that the steps are fitted to
 */
@SuppressWarnings("ArrayRecordComponent") // one image: never compared
record RandomQuantization(QcdqFile file, float[] image) {
  private static final int[] WIDTHS = {2, 3, 4, 5, 6, 7, 8};

  static RandomQuantization draw(Network plain, long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    Network network = NetworkCanonicalizer.canonical(weighted(plain, random));
    float[] image = new float[(int) network.shape(network.inputs().get(0)).elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    Map<String, WeightTensor> tensors = ReferenceExecutor.runAll(network, image);
    Map<String, Weights> weights = new HashMap<>();
    Map<String, List<Activations>> inputs = new HashMap<>();
    Map<String, Activations> forms = new HashMap<>();
    double share = random.nextInt(3) == 0 ? 1 : random.nextDouble();
    for (Layer layer : network.layers()) {
      boolean array = ConvolutionRoles.isWeighted(layer);
      if (array) {
        WeightTensor values = network.parameters().get(layer.name() + ".weight");
        weights.put(layer.name(), levels(values, WIDTHS[random.nextInt(WIDTHS.length)]));
      }
      boolean moves = layer.asMovement().isPresent();
      if (array || !moves && random.nextDouble() < share) {
        List<Activations> own = new ArrayList<>();
        for (String tensor : layer.inputs()) {
          WeightTensor values = tensors.get(tensor);
          if (values != null) {
            // Mostly one form a tensor, as files have it.
            Activations drawn = form(values, WIDTHS[random.nextInt(WIDTHS.length)]);
            forms.putIfAbsent(tensor, drawn);
            own.add(random.nextInt(8) == 0 ? drawn : forms.getOrDefault(tensor, drawn));
          }
        }
        inputs.put(layer.name(), own);
      }
    }
    var quantization = new NetworkQuantization(weights, inputs);
    return new RandomQuantization(
        new QcdqFile(network, quantization, Map.of(), new byte[0]), image);
  }

  private static Network weighted(Network plain, Random random) {
    Map<String, WeightTensor> drawn = new HashMap<>();
    for (Layer layer : plain.layers()) {
      String name = layer.name() + ".weight";
      if (ConvolutionRoles.isWeighted(layer) && !plain.parameters().contains(name)) {
        TensorShape shape =
            layer
                .asConvolution()
                .map(Layer.Convolution::weightShape)
                .orElseGet(
                    () ->
                        TensorShape.of(
                            plain.shape(layer.output()).dim(-1),
                            plain.shape(layer.input()).dim(-1)));
        drawn.put(name, normal(shape, random));
      }
    }
    return plain.withParameters(plain.parameters().with(drawn));
  }

  private static WeightTensor normal(TensorShape shape, Random random) {
    float[] values = new float[(int) shape.elementCount()];
    double deviation = 1 / Math.sqrt((double) values.length / shape.dim(0));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new WeightTensor(shape, values);
  }

  private static Weights levels(WeightTensor w, int bits) {
    float largest = 1e-6f;
    for (float value : w.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    int most = (1 << (bits - 1)) - 1;
    float step = largest / most;
    byte[] levels = new byte[w.values().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.rint(w.values()[i] / step);
    }
    return new Weights(w.shape(), levels, List.of(step));
  }

  private static Activations form(WeightTensor x, int bits) {
    float least = 0;
    float largest = 1e-3f;
    for (float value : x.values()) {
      least = Math.min(least, value);
      largest = Math.max(largest, Math.abs(value));
    }
    boolean signed = least < 0;
    int codes = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    return new Activations(largest / codes, bits, signed);
  }
}
