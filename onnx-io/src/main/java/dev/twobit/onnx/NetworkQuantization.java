package dev.twobit.onnx;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Integers behind the values of a network as deployed; what is not named here stays in float.
 *
 * @param weights by layer name
 * @param inputs by layer name, one entry per tensor the layer reads
 */
public record NetworkQuantization(
    Map<String, Weights> weights, Map<String, List<Activations>> inputs) {
  public NetworkQuantization {
    weights = Map.copyOf(weights);
    inputs = Map.copyOf(inputs);
  }

  public static NetworkQuantization none() {
    return new NetworkQuantization(Map.of(), Map.of());
  }

  /**
   * Weight = level x step.
   *
   * @param levels row-major, of at most 8 bits: -128 to 127, or all odd and -255 to 255 (mid-rise:
   *     two bits are -3, -1, 1, 3)
   * @param steps one for the tensor, or one a channel of the axis
   * @param axis of output channels where each has its step: 0, or 1 of a transposed convolution
   */
  @SuppressWarnings("ArrayRecordComponent") // as large as the weights: never compared
  public record Weights(TensorShape shape, short[] levels, List<Float> steps, int axis) {
    public Weights {
      steps = List.copyOf(steps);
      if (levels.length != shape.elementCount()
          || (steps.size() != 1 && steps.size() != shape.dim(axis))) {
        throw new IllegalArgumentException(
            levels.length + " levels and " + steps.size() + " steps for weights " + shape);
      }
      if (!fit(levels)) {
        throw new IllegalArgumentException("weight levels that 8 bits do not hold");
      }
    }

    /** One step, or one a channel of the first axis. */
    public Weights(TensorShape shape, short[] levels, List<Float> steps) {
      this(shape, levels, steps, 0);
    }

    public Weights(TensorShape shape, byte[] levels, List<Float> steps, int axis) {
      this(shape, widened(levels), steps, axis);
    }

    /** One step, or one a channel of the first axis. */
    public Weights(TensorShape shape, byte[] levels, List<Float> steps) {
      this(shape, levels, steps, 0);
    }

    private static short[] widened(byte[] levels) {
      short[] wide = new short[levels.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = levels[i];
      }
      return wide;
    }

    /** Whether they are levels of 8 bits, two's complement or mid-rise. */
    public static boolean fit(short[] levels) {
      boolean narrow = true;
      boolean odd = true;
      boolean wide = true;
      for (short level : levels) {
        narrow &= level >= -128 && level <= 127;
        odd &= level % 2 != 0;
        wide &= level >= -255 && level <= 255;
      }
      return narrow || odd && wide;
    }

    /** Level times step, in float32. */
    public WeightTensor values() {
      float[] values = new float[levels.length];
      int inner = inner(shape, axis);
      for (int i = 0; i < values.length; i++) {
        values[i] = levels[i] * steps.get(i / inner % steps.size());
      }
      return new WeightTensor(shape, values);
    }

    /** Elements of a row-major tensor behind one index of an axis. */
    public static int inner(TensorShape shape, int axis) {
      int inner = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        inner *= shape.dim(i);
      }
      return inner;
    }
  }

  /**
   * Activation = code x step, code = (x - offset) / step rounded half to even and clipped to the
   * codes.
   *
   * @param step above 0
   * @param bits 1 to 8; 2 to 8 if narrow
   * @param signed stored as -2^(bits-1) to 2^(bits-1) - 1 instead of 0 to 2^bits - 1
   * @param narrow without the one farthest from 0: two signed bits are -1, 0, 1
   * @param zero what code 0 is stored as (ONNX's zero point), one of the integers stored: codes are
   *     those less the zero
   * @param offset what is taken from a value before it is rounded, finite; the activation does not
   *     get it back
   * @param thresholds empty, or one for every code above 0 of unsigned codes, ascending from above
   *     0: the code is then the number of those below the value, whatever the step
   */
  public record Activations(
      float step,
      int bits,
      boolean signed,
      boolean narrow,
      int zero,
      float offset,
      List<Float> thresholds) {
    public Activations {
      thresholds = List.copyOf(thresholds);
      requireAscending(thresholds);
      if (!thresholds.isEmpty()
          && (signed
              || zero != 0
              || offset != 0
              || thresholds.size() != mostStored(bits, signed, narrow))) {
        throw new IllegalArgumentException(
            thresholds.size() + " thresholds for " + bits + " bits, expected one a code above 0");
      }
      if (!Float.isFinite(offset)) {
        throw new IllegalArgumentException("activations of offset " + offset);
      }
      if (!(step > 0) || bits < (narrow ? 2 : 1) || bits > 8) {
        throw new IllegalArgumentException(
            "activations of step " + step + " and " + bits + " bits");
      }
      if (zero < leastStored(bits, signed, narrow) || zero > mostStored(bits, signed, narrow)) {
        throw new IllegalArgumentException("activations of zero point " + zero);
      }
    }

    private static void requireAscending(List<Float> thresholds) {
      float before = 0;
      for (float threshold : thresholds) {
        if (!(threshold > before) || Float.isInfinite(threshold)) {
          throw new IllegalArgumentException("thresholds " + thresholds + " that do not ascend");
        }
        before = threshold;
      }
    }

    /** Evenly spaced. */
    public Activations(
        float step, int bits, boolean signed, boolean narrow, int zero, float offset) {
      this(step, bits, signed, narrow, zero, offset, List.of());
    }

    /** Without an offset. */
    public Activations(float step, int bits, boolean signed, boolean narrow, int zero) {
      this(step, bits, signed, narrow, zero, 0);
    }

    public Activations(float step, int bits, boolean signed, boolean narrow) {
      this(step, bits, signed, narrow, 0);
    }

    public Activations withOffset(float other) {
      return new Activations(step, bits, signed, narrow, zero, other, thresholds);
    }

    public Activations withThresholds(List<Float> others) {
      return new Activations(step, bits, signed, narrow, zero, offset, others);
    }

    /** All codes. */
    public Activations(float step, int bits, boolean signed) {
      this(step, bits, signed, false, 0);
    }

    private static int leastStored(int bits, boolean signed, boolean narrow) {
      return signed ? -(1 << (bits - 1)) + (narrow ? 1 : 0) : 0;
    }

    private static int mostStored(int bits, boolean signed, boolean narrow) {
      return signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1 - (narrow ? 1 : 0);
    }

    /** Whether a form without a zero point has just these codes. */
    public static boolean holds(long least, long most) {
      for (int bits = 1; bits <= 8; bits++) {
        for (boolean signed : new boolean[] {false, true}) {
          for (boolean narrow : new boolean[] {false, bits > 1}) {
            if (leastStored(bits, signed, narrow) == least
                && mostStored(bits, signed, narrow) == most) {
              return true;
            }
          }
        }
      }
      return false;
    }

    public int leastStored() {
      return leastStored(bits, signed, narrow);
    }

    public int mostStored() {
      return mostStored(bits, signed, narrow);
    }

    public int leastCode() {
      return leastStored() - zero;
    }

    public int mostCode() {
      return mostStored() - zero;
    }

    /** The values as a layer reads them, in float32. */
    public WeightTensor apply(WeightTensor x) {
      float[] values = new float[x.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = apply(x.values()[i]);
      }
      return new WeightTensor(x.shape(), values);
    }

    private float apply(float value) {
      return code(value) * step;
    }

    private int bounded(double code) {
      return (int) Math.min(mostCode(), Math.max(leastCode(), code));
    }

    /** Of one value, divided in float32 as runtimes do. */
    public int code(float value) {
      return thresholds.isEmpty()
          ? bounded(Math.rint((value - offset) / step))
          : code((double) value);
    }

    /** Of one value; NaN has the least. */
    public int code(double value) {
      if (thresholds.isEmpty()) {
        return bounded(Math.rint((value - offset) / step));
      }
      return (int) thresholds.stream().filter(t -> value > t).count();
    }

    /**
     * Where the code before {@code code} ends and it begins.
     *
     * @param code above the least
     */
    public double bound(int code) {
      return thresholds.isEmpty()
          ? (double) offset + (code - 0.5) * step
          : thresholds.get(code - 1);
    }

    /** What a code covers next to its bound with the one before it, in the units of values. */
    public double spacing(int code) {
      if (thresholds.size() < 2) {
        return step;
      }
      int from = Math.min(Math.max(code - 1, 1), thresholds.size() - 1);
      return (double) thresholds.get(from) - thresholds.get(from - 1);
    }

    /** Whether a code stands for just this value. */
    public boolean holds(float value) {
      return apply(value) == value;
    }
  }

  /** The first output for one input, in plain Java: what an export is compared with. */
  public float[] run(Network network, float[] input) {
    return tensor(runAll(network, input), network.outputs().get(0)).values();
  }

  /** Every tensor of the network for one input, before what reads it rounds it. */
  public Map<String, WeightTensor> runAll(Network network, float[] input) {
    Map<String, WeightTensor> values = new HashMap<>();
    weights.forEach((layer, w) -> values.put(layer + ".weight", w.values()));
    var parameters = network.parameters().with(values);
    Map<String, WeightTensor> tensors = new HashMap<>();
    String image = network.inputs().get(0);
    tensors.put(image, new WeightTensor(network.shape(image), input));
    for (Layer layer : network.layers()) {
      List<WeightTensor> read = new ArrayList<>();
      for (int i = 0; i < layer.inputs().size(); i++) {
        WeightTensor x = tensor(tensors, layer.inputs().get(i));
        List<Activations> quantized = inputs.getOrDefault(layer.name(), List.of());
        read.add(quantized.isEmpty() ? x : quantized.get(i).apply(x));
      }
      tensors.put(
          layer.output(),
          ReferenceExecutor.apply(layer, read, parameters, network.shape(layer.output())));
    }
    return tensors;
  }

  private static WeightTensor tensor(Map<String, WeightTensor> tensors, String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("tensor " + name + " has not been computed");
    }
    return tensor;
  }
}
