package dev.twobit.verification;

import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What may be wrong with a deployment, each as small as it comes, in one layer of the smallest. */
public enum Fault {
  /** What a layer reads has a step one in a thousand too large. */
  SCALE,
  /** Its weights have. */
  WEIGHT_SCALE,
  ZERO_POINT,
  /** Two output channels in each other's place. */
  SWAPPED_CHANNELS,
  /** One channel's shift is off by what one code times one level is worth. */
  SHIFT,
  /** One level of one kernel is off by one. */
  LEVEL;

  private static final String LAYER = "conv2";
  private static final String NORMALIZATION = "bn2";
  private static final int CHANNEL = 3;

  public SmallDeployed in(SmallDeployed right) {
    NetworkQuantization q = right.quantization();
    Weights weights = Objects.requireNonNull(q.weights().get(LAYER));
    Activations read = Objects.requireNonNull(q.inputs().get(LAYER)).get(0);
    return switch (this) {
      case SCALE ->
          reading(
              right, new Activations(read.step() * 1.001f, read.bits(), read.signed(), false, 0));
      case ZERO_POINT ->
          reading(right, new Activations(read.step(), read.bits(), read.signed(), false, 1));
      case WEIGHT_SCALE ->
          multiplying(
              right, weights.levels(), weights.steps().stream().map(s -> s * 1.001f).toList());
      case SWAPPED_CHANNELS -> multiplying(right, swapped(weights), weights.steps());
      case LEVEL -> multiplying(right, off(weights), weights.steps());
      case SHIFT -> shifted(right, read.step() * weights.steps().get(0));
    };
  }

  private static SmallDeployed reading(SmallDeployed right, Activations form) {
    Map<String, List<Activations>> inputs = new HashMap<>(right.quantization().inputs());
    inputs.put(LAYER, List.of(form));
    return new SmallDeployed(
        right.network(), new NetworkQuantization(right.quantization().weights(), inputs));
  }

  private static SmallDeployed multiplying(SmallDeployed right, short[] levels, List<Float> steps) {
    Map<String, Weights> all = new HashMap<>(right.quantization().weights());
    Weights changed = new Weights(Objects.requireNonNull(all.get(LAYER)).shape(), levels, steps);
    all.put(LAYER, changed);
    Network network =
        right
            .network()
            .withParameters(
                right.network().parameters().with(Map.of(LAYER + ".weight", changed.values())));
    return new SmallDeployed(network, new NetworkQuantization(all, right.quantization().inputs()));
  }

  private static short[] swapped(Weights weights) {
    short[] levels = weights.levels().clone();
    int each = levels.length / weights.shape().dim(0);
    System.arraycopy(weights.levels(), 2 * each, levels, CHANNEL * each, each);
    System.arraycopy(weights.levels(), CHANNEL * each, levels, 2 * each, each);
    return levels;
  }

  /** By two, where levels are odd. */
  private static short[] off(Weights weights) {
    short[] levels = weights.levels().clone();
    int at = levels.length / weights.shape().dim(0) * CHANNEL + 4;
    int by = levels[at] % 2 != 0 && levels[0] % 2 != 0 && levels[1] % 2 != 0 ? 2 : 1;
    levels[at] += (short) (levels[at] > 0 ? -by : by);
    return levels;
  }

  private static SmallDeployed shifted(SmallDeployed right, float by) {
    WeightTensor shift = right.network().parameters().get(NORMALIZATION + ".shift");
    float[] moved = shift.values().clone();
    moved[CHANNEL] += by;
    return new SmallDeployed(
        right
            .network()
            .withParameters(
                right
                    .network()
                    .parameters()
                    .with(
                        Map.of(NORMALIZATION + ".shift", new WeightTensor(shift.shape(), moved)))),
        right.quantization());
  }
}
