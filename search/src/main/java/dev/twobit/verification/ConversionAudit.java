package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.OutputConversion.PerChannel;
import dev.twobit.simulator.workload.OutputConversion.Requantize;
import dev.twobit.simulator.workload.PostOperands;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Every multiplier and shift of a step against the exact thresholds, on the sums that the step has
 * for the codes it reads. A code may differ by one, where the exact value is within fixed point's
 * error of the threshold.
 */
record ConversionAudit(IntegerStep stored, IntegerStep exact) {
  /** Exact values are measured in double precision. */
  private static final double SLACK = 1e-9;

  /** One entry a conversion by multiplier and shift, in the order of the step's tables. */
  List<ConversionError> errors(Function<CodedTensor, int[]> codes) {
    List<ConversionError> errors = new ArrayList<>();
    if (exact.tables().isEmpty()) {
      return errors;
    }
    if (stored instanceof IntegerStep.Convolution c) {
      convolution(c, (IntegerStep.Convolution) exact, codes, errors);
    } else if (stored instanceof IntegerStep.Post p) {
      post(p, (IntegerStep.Post) exact, codes, errors);
    }
    return errors;
  }

  private static void convolution(
      IntegerStep.Convolution stored,
      IntegerStep.Convolution exact,
      Function<CodedTensor, int[]> codes,
      List<ConversionError> errors) {
    IntegerStep.Meaning meaning = exact.meaning().get(0);
    int[] accumulators = IntegerRun.accumulators(exact, codes);
    ConvolutionOperands operands = exact.afterAccumulation(codes);
    long[] wide = new long[accumulators.length];
    long[] sums = new long[accumulators.length];
    for (int i = 0; i < sums.length; i++) {
      wide[i] = accumulators[i];
      sums[i] = operands.combined(accumulators[i], i);
    }
    for (int i = 0; i < stored.scaling().roundings().size(); i++) {
      if (stored.scaling().roundings().get(i) instanceof Requantize r) {
        errors.add(
            error(
                stored.name(),
                new Tensor(meaning.rounded().get(i), meaning.accumulator(), wide),
                r,
                exact.scaling().roundings().get(i)));
      }
    }
    copies(stored, exact.conversions(), stored.conversions(), sums, errors);
  }

  private static void post(
      IntegerStep.Post stored,
      IntegerStep.Post exact,
      Function<CodedTensor, int[]> codes,
      List<ConversionError> errors) {
    PostOperands operands = exact.operands(codes);
    copies(
        stored,
        exact.conversions(),
        stored.conversions(),
        StepComparison.sums(exact.workload(), operands),
        errors);
  }

  private static void copies(
      IntegerStep step,
      List<OutputConversion> exact,
      List<OutputConversion> stored,
      long[] sums,
      List<ConversionError> errors) {
    for (int i = 0; i < stored.size(); i++) {
      if (stored.get(i) instanceof Requantize r && exact.get(i) instanceof PerChannel thresholds) {
        errors.add(
            error(
                step.name(),
                new Tensor(step.copies().get(i).forms().get(0), step.meaning().get(0).sum(), sums),
                r,
                thresholds));
      }
    }
  }

  /** What codes are made of: a tensor's sums and what they stand for. */
  private record Tensor(CodedTensor coded, PostProcessorFunction functions, long[] sums) {}

  private static ConversionError error(
      String layer, Tensor tensor, Requantize stored, PerChannel exact) {
    long[] sums = tensor.sums;
    Activations form = tensor.coded.form();
    int plane = sums.length / stored.count();
    long differing = 0;
    int largest = 0;
    long unexplained = 0;
    for (int i = 0; i < sums.length; i++) {
      int channel = i / plane;
      int ours = stored.code(channel, sums[i]);
      int theirs = exact.code(channel, sums[i]);
      if (ours != theirs) {
        differing++;
        largest = Math.max(largest, Math.abs(ours - theirs));
        unexplained +=
            Math.abs(ours - theirs) == 1
                    && explains(
                        CodeLine.of(tensor.functions.channels().get(channel), form).orElseThrow(),
                        stored.shifts()[channel],
                        sums[i],
                        Math.max(ours, theirs))
                ? 0
                : 1;
      }
    }
    return new ConversionError(
        layer, tensor.coded.tensor(), form.bits(), sums.length, differing, largest, unexplained);
  }

  /** Whether fixed point may have taken the sum to the other side of where {@code code} begins. */
  private static boolean explains(CodeLine line, int shift, long sum, int code) {
    BigDecimal integer = BigDecimal.valueOf(sum);
    double distance = Math.abs(line.at(integer).doubleValue() - (code - 0.5));
    return line.factor().signum() != 0
        && distance <= FixedPoint.bound(line, shift, integer).doubleValue() + SLACK;
  }
}
