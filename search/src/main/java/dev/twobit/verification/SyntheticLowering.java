package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.ElementPlaces;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.AddScaling;
import dev.twobit.simulator.workload.ConversionForm;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import dev.twobit.simulator.workload.PostOperands.Places;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import dev.twobit.verification.IntegerStep.Copy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Integers for a network that has none: weights of the file (random ones, where it has none) as
 * min-max codes of the plan's bits; outputs by thresholds spread evenly over where uniform inputs
 * would bring the sums. Real work for the hardware; what the network is for is lost.
 */
final class SyntheticLowering {
  /** Thresholds cover the mean and so many deviations to each side. */
  private static final double DEVIATIONS = 2;

  private final Network network;
  private final PrecisionPlan plan;
  private final Encoding encoding;
  private final Random random;

  private SyntheticLowering(Network network, PrecisionPlan plan, Encoding encoding, long seed) {
    this.network = network;
    this.plan = plan;
    this.encoding = encoding;
    this.random = new Random(seed);
  }

  static IntegerNetwork lower(
      Network network, PrecisionPlan plan, Encoding encoding, Addressing addressing, long seed) {
    SyntheticLowering lowering = new SyntheticLowering(network, plan, encoding, seed);
    List<IntegerStep> steps = new ArrayList<>();
    List<LoweredLayer> layers = WorkloadLowering.lower(network, plan, addressing);
    for (LoweredLayer lowered : layers) {
      steps.add(
          lowered.workload() instanceof LayerWorkload.Convolution c
              ? lowering.convolution(c, lowered)
              : lowering.post((LayerWorkload.PostProcessing) lowered.workload(), lowered));
    }
    return new IntegerNetwork(
        network, NetworkQuantization.none(), plan, steps, StepItems.of(layers));
  }

  /** The form of a width: real values of 0 to 1. */
  private static CodedTensor coded(String tensor, int bits) {
    return new CodedTensor(tensor, new Activations(1f / ((1 << bits) - 1), bits, false));
  }

  /** Logits, which are written as they are. */
  private static boolean isSum(int bits) {
    return ConversionForm.of(bits) == ConversionForm.BIAS;
  }

  private static List<Copy> copies(String tensor, List<Integer> widths) {
    return widths.stream()
        .map(b -> new Copy(tensor, isSum(b) ? List.of() : List.of(coded(tensor, b))))
        .toList();
  }

  private IntegerStep convolution(LayerWorkload.Convolution c, LoweredLayer lowered) {
    int[] weights = weights(c);
    List<CodedTensor> addends = new ArrayList<>();
    Set<String> inPassing = new HashSet<>();
    for (Layer member : lowered.members()) {
      if (member.asAdd().isPresent()) {
        member.inputs().stream()
            .filter(t -> !inPassing.contains(t))
            .forEach(t -> addends.add(coded(t, plan.readBits(member))));
      }
      inPassing.add(member.output());
    }
    int most = (1 << c.inputBits()) - 1;
    double[] mean = new double[c.outputChannels()];
    double[] deviation = new double[c.outputChannels()];
    int each = weights.length / mean.length;
    double largest = 1;
    for (int k = 0; k < mean.length; k++) {
      double sum = 0;
      double squares = 0;
      for (int i = k * each; i < (k + 1) * each; i++) {
        double w = ConvolutionOperands.weight(weights[i], c.weightBits(), encoding);
        sum += w;
        squares += w * w;
      }
      mean[k] = sum * most / 2;
      deviation[k] = Math.sqrt(squares) * most / 3 + 1;
      largest = Math.max(largest, deviation[k]);
    }
    // An addend weighs as much as the deviation of the accumulators.
    List<Long> scales = new ArrayList<>();
    double shift = 0;
    for (CodedTensor addend : addends) {
      int codes = (1 << addend.form().bits()) - 1;
      long scale = Math.max(1, Math.round(2 * largest / codes));
      scales.add(scale);
      shift += scale * codes / 2.0;
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] += shift;
      deviation[k] += addends.isEmpty() ? 0 : largest;
    }
    return new IntegerStep.Convolution(
        c,
        coded(lowered.inputTensor(), c.inputBits()),
        new IntegerStep.Weights(PackedCodes.of(weights, c.weightBits()), encoding),
        addends,
        new AddScaling(1, scales, List.of()),
        c.outputBits().stream().map(b -> spread(mean, deviation, b)).toList(),
        copies(lowered.outputTensor(), c.outputBits()),
        List.of());
  }

  private int[] weights(LayerWorkload.Convolution c) {
    int count =
        c.outputChannels()
            * (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth();
    int most = (1 << c.weightBits()) - 1;
    int[] codes = new int[count];
    Optional<WeightTensor> stored = network.parameters().find(c.name() + ".weight");
    if (stored.isEmpty()) {
      Arrays.setAll(codes, i -> random.nextInt(most + 1));
      return codes;
    }
    float[] values = stored.get().values();
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    float range = greatest > least ? greatest - least : 1;
    for (int i = 0; i < count; i++) {
      codes[i] = Math.round((values[i] - least) / range * most);
    }
    return codes;
  }

  private IntegerStep post(LayerWorkload.PostProcessing step, LoweredLayer lowered) {
    List<Copy> copies = copies(lowered.outputTensor(), step.outputBits());
    Layer layer = lowered.members().get(0);
    List<CodedTensor> inputs = new ArrayList<>();
    int widest = 0;
    for (int i = 0; i < step.inputBits().size(); i++) {
      inputs.add(coded(lowered.inputTensors().get(i), step.inputBits().get(i)));
      widest = Math.max(widest, step.inputBits().get(i));
    }
    Places places = new Places(ElementPlaces.of(network, lowered), 0);
    if (step.operation() == PostOperation.COPY) {
      return moved(step, inputs, places, copies, widest);
    }
    boolean maximum = layer.asPooling().filter(Layer.Pooling::isMaximum).isPresent();
    boolean product = layer.asMultiply().isPresent();
    double most = product ? 1 : 0;
    for (CodedTensor input : inputs) {
      int codes = (1 << input.form().bits()) - 1;
      most = product ? most * codes : most + codes;
    }
    if (step.operation() == PostOperation.POOLING && !maximum) {
      most *= (double) step.window().kernelHeight() * step.window().kernelWidth();
    }
    double[] middle = new double[step.channels()];
    Arrays.fill(middle, most / 2);
    double[] quarter = new double[step.channels()];
    Arrays.fill(quarter, most / 2 / DEVIATIONS);
    return new IntegerStep.Post(
        step,
        inputs,
        places,
        maximum ? Reduction.MAXIMUM : product ? Reduction.PRODUCT : Reduction.SUM,
        Collections.nCopies(inputs.size(), 1L),
        step.outputBits().stream().map(b -> spread(middle, quarter, b)).toList(),
        copies,
        List.of());
  }

  /** Codes as they are, or shifted to the width of the copy. */
  private static IntegerStep moved(
      LayerWorkload.PostProcessing step,
      List<CodedTensor> inputs,
      Places places,
      List<Copy> copies,
      int widest) {
    List<Long> scales = new ArrayList<>();
    inputs.forEach(input -> scales.add(1L << (widest - input.form().bits())));
    return new IntegerStep.Post(
        step,
        inputs,
        places,
        Reduction.SUM,
        scales,
        step.outputBits().stream().map(b -> shifted(step.channels(), widest - b, b)).toList(),
        copies,
        List.of());
  }

  private static OutputConversion shifted(int channels, int shift, int bits) {
    long[] multipliers = new long[channels];
    int[] shifts = new int[channels];
    Arrays.fill(shifts, Math.max(0, shift));
    Arrays.fill(multipliers, shift < 0 ? 1L << -shift : 1);
    return new OutputConversion.Requantize(
        multipliers, new long[channels], shifts, 0, (1 << bits) - 1);
  }

  private static OutputConversion spread(double[] mean, double[] deviation, int bits) {
    if (isSum(bits)) {
      return new OutputConversion.Unchanged();
    }
    long[][] thresholds = new long[mean.length][(1 << bits) - 1];
    for (int k = 0; k < mean.length; k++) {
      for (int i = 0; i < thresholds[k].length; i++) {
        double at = 2 * (i + 0.5) / thresholds[k].length - 1;
        thresholds[k][i] = Math.round(mean[k] + at * DEVIATIONS * deviation[k]);
      }
    }
    return new Thresholds(thresholds, new boolean[mean.length]);
  }
}
