package dev.twobit.verification;

import dev.twobit.network.Window;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.verification.IntegerReference;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import dev.twobit.verification.IntegerStep.Meaning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Steps in order, each on codes that a float computation gave: its codes from integers against the
 * float computation's own. Where they differ, the exact value must be as near to a threshold as
 * float32 arithmetic may err ({@link Explanation}).
 */
final class StepComparison {
  private final Function<CodedTensor, int[]> codes;
  private final Function<CodedTensor, Optional<int[]>> floatCodes;

  /**
   * Explanations of tensors whose codes the float computation does not give: poolings are explained
   * by them.
   */
  private final Map<CodedTensor, Explanation> unseen;

  /**
   * @param codes what the step reads
   * @param floatCodes what the float computation wrote, where it is known
   * @param unseen of the steps before, of the same item
   */
  StepComparison(
      Function<CodedTensor, int[]> codes,
      Function<CodedTensor, Optional<int[]>> floatCodes,
      Map<CodedTensor, Explanation> unseen) {
    this.codes = codes;
    this.floatCodes = floatCodes;
    this.unseen = unseen;
  }

  CodeComparison of(IntegerStep step) {
    boolean moves = step instanceof IntegerStep.Post m && m.isMovement();
    if (step.meaning().isEmpty() || moves) {
      return step instanceof IntegerStep.Post p && p.reduction() == Reduction.MAXIMUM
          ? maximum(p)
          : CodeComparison.NONE;
    }
    Meaning meaning = step.meaning().get(0);
    if (step instanceof IntegerStep.Post p) {
      PostOperands operands = p.operands(codes);
      long[] sums = sums(p.workload(), operands);
      Window w = p.workload().window();
      int terms = w.kernelHeight() * w.kernelWidth() + p.inputs().size();
      return compared(p.copies(), p.conversions(), sums, meaning.sum(), terms, i -> sums[i]);
    }
    IntegerStep.Convolution c = (IntegerStep.Convolution) step;
    ConvolutionOperands operands = c.operands(codes);
    long[] accumulators = widened(IntegerRun.accumulators(c, codes));
    int each = operands.weights().length / c.workload().outputChannels();
    Explanation.Magnitude ofAccumulator = i -> absolute(c, operands, i);
    if (c.addends().isEmpty()) {
      return compared(
          c.copies(), c.conversions(), accumulators, meaning.sum(), each, ofAccumulator);
    }
    CodedTensor rounded = meaning.rounded().get(0);
    CodeComparison first =
        compared(
            List.of(new IntegerStep.Copy(rounded.tensor(), List.of(rounded))),
            List.copyOf(c.scaling().roundings()),
            accumulators,
            meaning.accumulator(),
            each,
            ofAccumulator);
    Optional<int[]> theirs = floatCodes.apply(rounded);
    long[] sums = new long[accumulators.length];
    int plane = sums.length / c.workload().outputChannels();
    for (int i = 0; i < sums.length; i++) {
      long own =
          theirs.isPresent()
              ? theirs.get()[i]
              : c.scaling().roundings().get(0).code(i / plane, accumulators[i]);
      sums[i] = own * c.scaling().accumulatorScale();
      for (int a = 0; a < c.addends().size(); a++) {
        sums[i] += operands.addends().get(a)[i] * c.scaling().addendScales().get(a);
      }
    }
    return first.plus(
        compared(
            c.copies(),
            c.conversions(),
            sums,
            meaning.sum(),
            c.addends().size() + 1,
            i -> sums[i]));
  }

  private CodeComparison compared(
      List<IntegerStep.Copy> copies,
      List<OutputConversion> conversions,
      long[] values,
      PostProcessorFunction functions,
      int terms,
      Explanation.Magnitude magnitude) {
    CodeComparison compared = CodeComparison.NONE;
    int plane = values.length / functions.channels().size();
    for (int copy = 0; copy < copies.size(); copy++) {
      for (CodedTensor form : copies.get(copy).forms()) {
        Explanation exact = new Explanation(form, functions, values, terms, magnitude);
        Optional<int[]> theirs = floatCodes.apply(form);
        if (theirs.isEmpty()) {
          unseen.put(form, exact);
          continue;
        }
        compared = compared.plus(new CodeComparison(values.length, 0, 0, 0, 0));
        for (int i = 0; i < values.length; i++) {
          int ours = conversions.get(copy).code(i / plane, values[i]);
          int code = theirs.get()[i];
          if (ours != code) {
            compared = compared.plus(exact.differing(i, code, code > ours));
          }
        }
      }
    }
    return compared;
  }

  /** The greatest of a window is explained by the elements that would have had to be others. */
  private CodeComparison maximum(IntegerStep.Post pooling) {
    CodedTensor written = pooling.copies().get(0).forms().get(0);
    Optional<int[]> theirs = floatCodes.apply(written);
    if (theirs.isEmpty()) {
      return CodeComparison.NONE;
    }
    int[] ours = IntegerReference.post(pooling.workload(), pooling.operands(codes)).get(0);
    Optional<Explanation> exact = Optional.ofNullable(unseen.get(pooling.inputs().get(0)));
    CodeComparison compared = new CodeComparison(ours.length, 0, 0, 0, 0);
    for (int i = 0; i < ours.length; i++) {
      int code = theirs.get()[i];
      if (ours[i] != code) {
        int output = i;
        boolean above = code > ours[i];
        CodeComparison unexplained = new CodeComparison(0, 1, 0, 0, 0);
        compared =
            compared.plus(
                exact
                    .map(e -> e.differing(deciding(pooling, e, output, code, above), code, above))
                    .orElse(unexplained));
      }
    }
    return compared;
  }

  /** The element of a window nearest to the code, or farthest above it if it came out lower. */
  private static int deciding(
      IntegerStep.Post pooling, Explanation exact, int output, int code, boolean above) {
    LayerWorkload.PostProcessing p = pooling.workload();
    Window w = p.window();
    int x = output % p.outputWidth();
    int y = output / p.outputWidth() % p.outputHeight();
    int channel = output / p.outputWidth() / p.outputHeight();
    int best = -1;
    for (int i = 0; i < w.kernelHeight() * w.kernelWidth(); i++) {
      int row = y * w.strideHeight() - w.padTop() + i / w.kernelWidth() * w.dilationHeight();
      int column = x * w.strideWidth() - w.padLeft() + i % w.kernelWidth() * w.dilationWidth();
      if (row < 0 || row >= p.inputHeight() || column < 0 || column >= p.inputWidth()) {
        continue;
      }
      int element = (channel * p.inputHeight() + row) * p.inputWidth() + column;
      double distance = exact.distance(element, code, above);
      double least = best < 0 ? 0 : exact.distance(best, code, above);
      if (best < 0 || (above ? distance < least : distance > least)) {
        best = element;
      }
    }
    return best;
  }

  /** What is converted, which may need more than 32 bits. */
  static long[] sums(LayerWorkload.PostProcessing step, PostOperands operands) {
    long[] sums = new long[step.channels() * step.outputHeight() * step.outputWidth()];
    if (step.operation() != PostOperation.POOLING) {
      Arrays.setAll(sums, operands::combined);
      return sums;
    }
    PostOperands plain =
        new PostOperands(
            operands.inputs(),
            operands.reduction(),
            List.of(1L),
            List.of(new OutputConversion.Unchanged()));
    int[] values = IntegerReference.post(step, plain).get(0);
    Arrays.setAll(sums, i -> values[i] * operands.scales().get(0));
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
