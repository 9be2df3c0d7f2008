package dev.twobit.verification;

import dev.twobit.network.Window;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.validation.IntegerReference;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.verification.IntegerStep.Meaning;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step on codes that a float computation gave: its codes from integers against the float
 * computation's own. Where they differ, the exact value must be as near to a threshold as float32
 * arithmetic may err: with n terms in a sum, (n + 8) x 2^-24 of the sum of their magnitudes.
 */
final class StepAudit {
  private static final double ROUNDING = Math.scalb(1.0, -24);

  /** Double precision in which distances are measured. */
  private static final double TIE = 1e-9;

  private final Function<CodedTensor, int[]> codes;
  private final Function<CodedTensor, Optional<int[]>> floatCodes;

  /**
   * @param codes what the step reads
   * @param floatCodes what the float computation wrote, where it is known
   */
  StepAudit(Function<CodedTensor, int[]> codes, Function<CodedTensor, Optional<int[]>> floatCodes) {
    this.codes = codes;
    this.floatCodes = floatCodes;
  }

  CodeAudit of(IntegerStep step) {
    if (step.meaning().isEmpty()) {
      return CodeAudit.NONE;
    }
    Meaning meaning = step.meaning().get(0);
    if (step instanceof IntegerStep.Post p) {
      PostOperands operands = p.operands(codes);
      long[] sums = sums(p.workload(), operands);
      double terms =
          (double) p.workload().window().kernelHeight() * p.workload().window().kernelWidth()
              + p.inputs().size();
      return audit(p.copies(), p.conversions(), sums, meaning.sum(), i -> terms, i -> sums[i]);
    }
    IntegerStep.Convolution c = (IntegerStep.Convolution) step;
    ConvolutionOperands operands = c.operands(codes);
    long[] accumulators = accumulators(c, operands);
    int each = operands.weights().length / c.workload().outputChannels();
    Magnitude ofAccumulator = i -> absolute(c, operands, i);
    if (c.addends().isEmpty()) {
      return audit(
          c.copies(), c.conversions(), accumulators, meaning.sum(), i -> each, ofAccumulator);
    }
    CodedTensor rounded = meaning.rounded().get(0);
    CodeAudit first =
        audit(
            List.of(new IntegerStep.Copy(rounded.tensor(), List.of(rounded))),
            List.copyOf(c.roundings()),
            accumulators,
            meaning.accumulator(),
            i -> each,
            ofAccumulator);
    Optional<int[]> theirs = floatCodes.apply(rounded);
    long[] sums = new long[accumulators.length];
    int plane = sums.length / c.workload().outputChannels();
    for (int i = 0; i < sums.length; i++) {
      long own =
          theirs.isPresent()
              ? theirs.get()[i]
              : c.roundings().get(0).code(i / plane, accumulators[i]);
      sums[i] = own * c.accumulatorScale();
      for (int a = 0; a < c.addends().size(); a++) {
        sums[i] += operands.addends().get(a)[i] * c.addendScales().get(a);
      }
    }
    return first.plus(
        audit(
            c.copies(),
            c.conversions(),
            sums,
            meaning.sum(),
            i -> c.addends().size() + 1,
            i -> sums[i]));
  }

  /** Of element {@code i}, in units of the integer. */
  private interface Magnitude {
    double of(int i);
  }

  private CodeAudit audit(
      List<IntegerStep.Copy> copies,
      List<OutputConversion> conversions,
      long[] values,
      ChannelFunctions functions,
      Magnitude terms,
      Magnitude magnitudes) {
    CodeAudit audit = CodeAudit.NONE;
    int plane = values.length / functions.channels().size();
    for (int copy = 0; copy < copies.size(); copy++) {
      for (CodedTensor form : copies.get(copy).forms()) {
        Optional<int[]> theirs = floatCodes.apply(form);
        if (theirs.isEmpty()) {
          continue;
        }
        audit = audit.plus(new CodeAudit(values.length, 0, 0, 0, 0));
        for (int i = 0; i < values.length; i++) {
          int ours = conversions.get(copy).code(i / plane, values[i]);
          if (ours != theirs.get()[i]) {
            ChannelFunction function = functions.channels().get(i / plane);
            double error = (terms.of(i) + 8) * ROUNDING * Math.abs(magnitudes.of(i));
            audit = audit.plus(explained(form, function, values[i], ours, theirs.get()[i], error));
          }
        }
      }
    }
    return audit;
  }

  /**
   * @param error of the integer, in its unit
   */
  private static CodeAudit explained(
      CodedTensor coded, ChannelFunction function, long value, int ours, int theirs, double error) {
    double step = coded.form().step();
    double exact = function.at(value) / step;
    // The farther of the thresholds between the two codes.
    double threshold = coded.form().leastCode() + (theirs > ours ? theirs - 0.5 : theirs + 0.5);
    double distance = Math.abs(exact - threshold);
    double allowed =
        (error * function.steepness() + 8 * ROUNDING * function.magnitude()) / step
            + 4 * ROUNDING * Math.abs(exact);
    boolean tie = distance < TIE;
    boolean rounding = !tie && distance <= allowed;
    return new CodeAudit(0, 1, tie ? 1 : 0, rounding ? 1 : 0, distance);
  }

  private static long[] accumulators(IntegerStep.Convolution c, ConvolutionOperands operands) {
    ConvolutionOperands bare =
        new ConvolutionOperands(
            operands.input(),
            operands.padCode(),
            operands.weights(),
            operands.encoding(),
            List.of(),
            1,
            List.of(),
            List.of(),
            List.of(new OutputConversion.Unchanged()));
    return widened(IntegerReference.convolution(c.workload(), bare).get(0));
  }

  /** Sums of scaled operands, which may need more than 32 bits: operand by operand. */
  private static long[] sums(LayerWorkload.PostProcessing step, PostOperands operands) {
    long[] sums = new long[step.channels() * step.outputHeight() * step.outputWidth()];
    for (int operand = 0; operand < operands.inputs().size(); operand++) {
      PostOperands one =
          new PostOperands(
              List.of(operands.inputs().get(operand)),
              operands.reduction(),
              List.of(1L),
              List.of(new OutputConversion.Unchanged()));
      int[] values = IntegerReference.post(step, one).get(0);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += values[i] * operands.scales().get(operand);
      }
    }
    return sums;
  }

  private static long[] widened(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Sum of |weight| x |real code| of one output element. */
  private static double absolute(
      IntegerStep.Convolution step, ConvolutionOperands operands, int index) {
    LayerWorkload.Convolution c = step.workload();
    Window w = c.window();
    int x = index % c.outputWidth();
    int y = index / c.outputWidth() % c.outputHeight();
    int k = index / c.outputWidth() / c.outputHeight();
    int channels = c.inputChannels() / c.groups();
    int first = k / (c.outputChannels() / c.groups()) * channels;
    int taps = w.kernelHeight() * w.kernelWidth();
    double sum = 0;
    for (int i = 0; i < channels * taps; i++) {
      int row = y * w.strideHeight() - w.padTop() + i % taps / w.kernelWidth() * w.dilationHeight();
      int column =
          x * w.strideWidth() - w.padLeft() + i % taps % w.kernelWidth() * w.dilationWidth();
      if (row < 0 || row >= c.inputHeight() || column < 0 || column >= c.inputWidth()) {
        continue;
      }
      int code =
          operands.input()[((first + i / taps) * c.inputHeight() + row) * c.inputWidth() + column];
      int weight =
          ConvolutionOperands.weight(
              operands.weights()[k * channels * taps + i], c.weightBits(), operands.encoding());
      sum += Math.abs((double) weight * (code - operands.padCode()));
    }
    return sum;
  }
}
