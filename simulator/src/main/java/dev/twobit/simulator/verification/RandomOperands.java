package dev.twobit.simulator.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.TensorShape;
import dev.twobit.simulator.workload.AddScaling;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.simulator.workload.PostOperands.Places;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random integers for a layer, all codes alike likely. */
public final class RandomOperands {
  private RandomOperands() {}

  /** Operands of a convolution; thresholds and scales as its accumulators spread. */
  public static ConvolutionOperands of(
      LayerWorkload.Convolution c, Encoding encoding, Random random) {
    int plane = c.outputHeight() * c.outputWidth();
    List<int[]> addends = new ArrayList<>();
    List<Long> scales = new ArrayList<>();
    for (int bits : c.fusedAddBits()) {
      addends.add(codes(random, c.outputChannels() * plane, bits));
      scales.add(1L + random.nextInt(20));
    }
    int window = c.window().kernelHeight() * c.window().kernelWidth();
    int perKernel = c.inputChannels() / c.groups() * window;
    // About the spread of the accumulators, so that codes are not all the same.
    double spread = Math.sqrt(perKernel) * (1 << c.weightBits()) * (1 << c.inputBits()) / 4.0 + 1;
    int rounded = 1 + random.nextInt(8);
    return new ConvolutionOperands(
        codes(random, c.inputChannels() * c.inputHeight() * c.inputWidth(), c.inputBits()),
        random.nextInt(3) == 0 ? random.nextInt(1 << c.inputBits()) : 0,
        codes(random, c.outputChannels() * perKernel, c.weightBits()),
        encoding,
        addends,
        new AddScaling(
            addends.isEmpty() ? 1 : 1 + random.nextInt(5),
            scales,
            addends.isEmpty() || random.nextBoolean()
                ? List.of()
                : List.of(conversion(rounded, c.outputChannels(), spread, random))),
        c.outputBits().stream()
            .<OutputConversion>map(bits -> conversion(bits, c.outputChannels(), spread, random))
            .toList());
  }

  static PostOperands of(LayerWorkload.PostProcessing step, Random random) {
    List<int[]> inputs = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    List<Long> scales = new ArrayList<>();
    int widest = 0;
    for (LayerWorkload.Operand operand : step.operands()) {
      int elements = Math.toIntExact(operand.map().elements());
      inputs.add(codes(random, elements, operand.bits()));
      places.add(places(step, operand, random));
      scales.add(1L + random.nextInt(20));
      widest = Math.max(widest, operand.bits());
    }
    double spread = (1 << widest) * 5.0;
    Reduction sum = random.nextBoolean() ? Reduction.PRODUCT : Reduction.SUM;
    boolean pools = step.operation() == PostOperation.POOLING;
    return new PostOperands(
        inputs,
        pools ? Places.SAME : new Places(places, random.nextInt(1 << widest)),
        pools && random.nextBoolean() ? Reduction.MAXIMUM : pools ? Reduction.SUM : sum,
        scales,
        step.outputBits().stream()
            .<OutputConversion>map(bits -> conversion(bits, step.channels(), spread, random))
            .toList());
  }

  /** Broadcast along the axes that are one; any place at all, or none, for a movement. */
  private static int[] places(
      LayerWorkload.PostProcessing step, LayerWorkload.Operand operand, Random random) {
    FeatureMap from = operand.map();
    FeatureMap to = step.ofmap();
    if (step.operation() == PostOperation.ELEMENTWISE && from.equals(to)) {
      return new int[0];
    }
    int[] places = new int[Math.toIntExact(to.elements())];
    TensorShape whole = shape(to);
    TensorShape part = shape(from);
    Arrays.setAll(
        places,
        i ->
            step.operation() == PostOperation.ELEMENTWISE
                ? whole.broadcastIndex(part, i)
                : random.nextInt(Math.toIntExact(from.elements()) + 1) - 1);
    return places;
  }

  private static TensorShape shape(FeatureMap map) {
    return TensorShape.of(map.channels(), map.height(), map.width());
  }

  private static int[] codes(Random random, int count, int bits) {
    int[] codes = new int[count];
    Arrays.setAll(codes, i -> random.nextInt(1 << bits));
    return codes;
  }

  private static OutputConversion.PerChannel conversion(
      int bits, int channels, double spread, Random random) {
    // Accelerators have thresholds for narrow codes, multipliers for wide ones.
    if (bits <= 2 || random.nextInt(4) == 0) {
      return thresholds(bits, channels, spread, random);
    }
    long[] multipliers = new long[channels];
    long[] offsets = new long[channels];
    int[] shifts = new int[channels];
    double step = 4 * spread / (1 << bits);
    for (int k = 0; k < channels; k++) {
      int shift = 8 + random.nextInt(13);
      shifts[k] = shift;
      multipliers[k] = Math.round((random.nextInt(5) == 0 ? -1 : 1) * (1 << shift) / step);
      offsets[k] = (1L << (bits - 1 + shift)) + random.nextInt(1 << shift);
    }
    return new OutputConversion.Requantize(multipliers, offsets, shifts, 0, (1 << bits) - 1);
  }

  private static OutputConversion.Thresholds thresholds(
      int bits, int channels, double spread, Random random) {
    long[][] thresholds = new long[channels][(1 << bits) - 1];
    boolean[] falling = new boolean[channels];
    for (int k = 0; k < channels; k++) {
      Arrays.setAll(thresholds[k], i -> Math.round(random.nextGaussian() * spread));
      Arrays.sort(thresholds[k]);
      falling[k] = random.nextBoolean();
    }
    return new OutputConversion.Thresholds(thresholds, falling);
  }
}
