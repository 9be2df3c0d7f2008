package dev.twobit.onnx;

import dev.twobit.network.Layer;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A ResNet-8 of 16x16 images, every weighted layer quantized alike. */
public final class SmallQuantized {
  public static final Network NETWORK =
      signed(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 3));

  private SmallQuantized() {}

  /** How levels come from weights. */
  public enum Levels {
    MID_RISE,
    TWOS_COMPLEMENT,
    TERNARY
  }

  public static NetworkQuantization of(Levels kind, int bits, boolean perChannel) {
    Map<String, Weights> weights = new HashMap<>();
    Map<String, List<Activations>> inputs = new HashMap<>();
    for (Layer layer : NETWORK.layers()) {
      boolean first = layer.inputs().contains(NETWORK.inputs().get(0));
      if (layer.asWeighted().isPresent()) {
        WeightTensor w = NETWORK.parameters().get(layer.name() + ".weight");
        weights.put(layer.name(), weights(w, kind, bits, perChannel));
        inputs.put(
            layer.name(), List.of(first ? new Activations(0.0317f, 8, true) : activations(bits)));
      } else if (layer.asAdd().isPresent()) {
        inputs.put(layer.name(), Collections.nCopies(2, new Activations(0.0512f, 8, true)));
      }
    }
    return new NetworkQuantization(weights, inputs);
  }

  private static Activations activations(int bits) {
    return new Activations(2.139f / ((1 << bits) - 1), bits, false);
  }

  static Weights weights(WeightTensor w, Levels kind, int bits, boolean perChannel) {
    int half = 1 << (bits - 1);
    List<Float> steps = new ArrayList<>();
    for (int k = 0; k < (perChannel ? w.shape().dim(0) : 1); k++) {
      steps.add((0.1937f + 0.0113f * k) / half);
    }
    short[] levels = new short[w.values().length];
    int each = levels.length / steps.size();
    for (int i = 0; i < levels.length; i++) {
      float x = w.values()[i] / steps.get(i / each);
      int code = (int) Math.max(-half, Math.min(half - 1, Math.floor(x / 2)));
      levels[i] =
          (short)
              switch (kind) {
                case MID_RISE -> 2 * code + 1;
                case TWOS_COMPLEMENT -> Math.max(-half, Math.min(half - 1, Math.rint(x)));
                case TERNARY -> Math.max(-1, Math.min(1, Math.rint(x / half)));
              };
    }
    return new Weights(w.shape(), levels, steps);
  }

  /** Batch norms with negative and zero scales among them. */
  private static Network signed(Network network) {
    Map<String, WeightTensor> changed = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer.asBatchNormalization().isPresent()) {
        WeightTensor scale = network.parameters().get(layer.name() + ".scale");
        float[] values = scale.values().clone();
        values[0] = -values[0];
        values[1] = 0;
        changed.put(layer.name() + ".scale", new WeightTensor(scale.shape(), values));
      }
    }
    return network.withParameters(network.parameters().with(changed));
  }

  public static float[] image(long seed) {
    Random random = new Random(seed);
    float[] image = new float[16 * 16];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }
}
