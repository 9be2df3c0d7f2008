package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.verification.IntegerReference;
import dev.twobit.simulator.workload.ConvolutionOperands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An integer network on one image, in plain Java integers. */
final class IntegerRun {
  private IntegerRun() {}

  /** Computes a step, of all its items, from the codes it reads: every copy of its output. */
  interface Runner {
    List<int[]> run(IntegerStep step, StepItems items, CodeStore codes);
  }

  /** What the last step wrote. */
  static List<int[]> run(IntegerNetwork network, CodeStore codes, Runner runner) {
    List<int[]> last = List.of();
    for (int at = 0; at < network.steps().size(); at++) {
      IntegerStep step = network.steps().get(at);
      last = runner.run(step, network.items().get(at), codes);
      for (int i = 0; i < step.copies().size(); i++) {
        for (CodedTensor form : step.copies().get(i).forms()) {
          codes.put(form, last.get(i));
        }
      }
    }
    return last;
  }

  /** A step's last copy as real values. */
  static float[] real(IntegerStep step, StepItems items, List<int[]> outputs) {
    int[] integers = outputs.get(outputs.size() - 1);
    List<ChannelFunction> functions = step.meaning().get(0).sum().channels();
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) functions.get(items.channel(i, values.length, functions.size())).at(integers[i]);
    }
    return values;
  }

  /** Index of the largest value, the first of several. */
  static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** Sums of a convolution, before anything is made of them. */
  static int[] accumulators(IntegerStep.Convolution c, Function<CodedTensor, int[]> codes) {
    return LaneConvolution.accumulators(
        c.workload(),
        codes.apply(c.input()),
        -c.input().form().leastCode(),
        c.weights().codes(),
        c.weights().encoding());
  }

  private static List<int[]> converted(
      IntegerStep.Convolution c, int[] accumulators, Function<CodedTensor, int[]> codes) {
    ConvolutionOperands operands = c.afterAccumulation(codes);
    int plane = accumulators.length / c.workload().outputChannels();
    List<int[]> copies = new ArrayList<>();
    c.conversions().forEach(o -> copies.add(new int[accumulators.length]));
    for (int i = 0; i < accumulators.length; i++) {
      long sum = operands.combined(accumulators[i], i);
      for (int copy = 0; copy < copies.size(); copy++) {
        copies.get(copy)[i] = c.conversions().get(copy).code(i / plane, sum);
      }
    }
    return copies;
  }

  /** Codes that one step writes, every copy, all items. */
  static List<int[]> outputs(IntegerStep step, StepItems items, CodeStore codes) {
    return items.run(step, codes::get, view -> outputs(step, view));
  }

  /** Codes that one step writes for what it is given. */
  static List<int[]> outputs(IntegerStep step, Function<CodedTensor, int[]> codes) {
    if (step instanceof IntegerStep.Convolution c) {
      return converted(c, accumulators(c, codes), codes);
    }
    if (step instanceof IntegerStep.Post p) {
      return IntegerReference.post(p.workload(), p.operands(codes));
    }
    return step.copies().stream()
        .map(copy -> copy.forms().isEmpty() ? new int[0] : codes.apply(copy.forms().get(0)))
        .toList();
  }
}
