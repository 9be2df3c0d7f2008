package dev.twobit.experiment.deployment;

import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantArithmetic;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network that takes pixels: the normalization of its images stands in front of it, a subtraction
 * and a division in float32 of one constant a channel, {@code (v - scale mean) / (scale
 * deviation)}. An accelerator does both in passing (simulator/docs/done-in-passing.md).
 */
public final class PixelInput {
  private static final String MEAN = "twobit.pixels.mean";
  private static final String DEVIATION = "twobit.pixels.deviation";

  /** How far constants are moved for the sake of codes, in units of the last place. */
  private static final int MOST_MOVES = 4;

  private static final int VALUES = 256;

  private PixelInput() {}

  /**
   * The network with {@code normalization} in front; itself if it took pixels already.
   *
   * @param network of one input (1,C,H,W)
   * @param quantization of the codes that every pixel value has by {@link Normalization#apply} and
   *     keeps here, where float32 would round another way
   */
  public static Network of(
      Network network, NetworkQuantization quantization, Normalization normalization) {
    if (normalization.isNone()) {
      return network;
    }
    Constants constants = Constants.of(normalization, forms(network, quantization));
    String input = network.inputs().get(0);
    TensorShape shape = network.shape(input);
    TensorShape each = TensorShape.of(1, shape.channels(), 1, 1);
    List<Layer> layers = new ArrayList<>();
    Map<String, TensorShape> shapes = new HashMap<>(network.shapes());
    Map<String, WeightTensor> values = new HashMap<>();
    String read = input;
    if (!constants.isCentred()) {
      layers.add(new ConstantArithmetic(MEAN, read, MEAN, ConstantOperation.SUBTRACT, each));
      values.put(MEAN + ".constant", new WeightTensor(each, constants.mean));
      shapes.put(MEAN, shape);
      read = MEAN;
    }
    layers.add(new ConstantArithmetic(DEVIATION, read, DEVIATION, ConstantOperation.DIVIDE, each));
    values.put(DEVIATION + ".constant", new WeightTensor(each, constants.deviation));
    shapes.put(DEVIATION, shape);
    network.layers().forEach(layer -> layers.add(reading(layer, input, DEVIATION)));
    return network.with(layers, shapes, network.parameters().with(values));
  }

  /** The network behind the normalization that {@link #of} put in front of it. */
  public static Network without(Network network) {
    Set<String> put = new HashSet<>(Set.of(MEAN, DEVIATION));
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (!put.contains(layer.name())) {
        layers.add(reading(layer, DEVIATION, network.inputs().get(0)));
      }
    }
    return network.with(layers, network.shapes(), network.parameters());
  }

  private static Layer reading(Layer layer, String tensor, String other) {
    return layer.inputs().contains(tensor)
        ? layer.rewired(
            layer.inputs().stream().map(t -> t.equals(tensor) ? other : t).toList(), layer.output())
        : layer;
  }

  /** Of the codes that pixels become. */
  private static List<Activations> forms(Network network, NetworkQuantization quantization) {
    String input = network.inputs().get(0);
    List<Activations> forms = new ArrayList<>();
    for (Layer layer : network.layers()) {
      List<Activations> read = quantization.inputs().getOrDefault(layer.name(), List.of());
      for (int i = 0; i < read.size(); i++) {
        if (layer.inputs().get(i).equals(input)) {
          forms.add(read.get(i));
        }
      }
    }
    return forms;
  }

  /** One a channel. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  private record Constants(float[] mean, float[] deviation) {
    static Constants of(Normalization normalization, List<Activations> forms) {
      int channels = normalization.mean().length;
      Constants constants = new Constants(new float[channels], new float[channels]);
      for (int c = 0; c < channels; c++) {
        constants.mean[c] = (float) (normalization.scale() * normalization.mean()[c]);
        constants.deviation[c] = (float) (normalization.scale() * normalization.deviation()[c]);
        constants.fit(c, normalization, forms);
      }
      return constants;
    }

    boolean isCentred() {
      for (float m : mean) {
        if (m != 0) {
          return false;
        }
      }
      return true;
    }

    /** A value that lies next to a tie of its code may fall on the other side: rarely. */
    private void fit(int channel, Normalization normalization, List<Activations> forms) {
      float m = mean[channel];
      float d = deviation[channel];
      for (int move = 0; move <= MOST_MOVES; move++) {
        for (int of = -move; of <= move; of++) {
          float moved = m == 0 ? 0 : m + of * Math.ulp(m);
          float scaled = d + (move - Math.abs(of)) * Math.ulp(d);
          if (isExact(channel, moved, scaled, normalization, forms)) {
            mean[channel] = moved;
            deviation[channel] = scaled;
            return;
          }
        }
      }
    }

    private static boolean isExact(
        int channel, float m, float d, Normalization normalization, List<Activations> forms) {
      float[] asked = new float[VALUES];
      float[] here = new float[VALUES];
      for (int v = 0; v < VALUES; v++) {
        asked[v] = normalization.apply(v, channel);
        here[v] = (v - m) / d;
      }
      return forms.stream()
          .allMatch(
              form ->
                  Arrays.equals(
                      form.apply(WeightTensor.vector(asked)).values(),
                      form.apply(WeightTensor.vector(here)).values()));
    }
  }
}
