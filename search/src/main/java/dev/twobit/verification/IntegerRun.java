package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.validation.IntegerReference;
import java.util.List;

/** An integer network on one image, in plain Java integers. */
final class IntegerRun {
  private IntegerRun() {}

  /** Computes a step from the codes it reads: every copy of its output. */
  interface Runner {
    List<int[]> run(IntegerStep step, CodeStore codes);
  }

  /** What the last step wrote. */
  static List<int[]> run(IntegerNetwork network, CodeStore codes, Runner runner) {
    List<int[]> last = List.of();
    for (IntegerStep step : network.steps()) {
      last = runner.run(step, codes);
      for (int i = 0; i < step.copies().size(); i++) {
        for (CodedTensor form : step.copies().get(i).forms()) {
          codes.put(form, last.get(i));
        }
      }
    }
    return last;
  }

  /** A step's last copy as real values. */
  static float[] real(IntegerStep step, List<int[]> outputs) {
    int[] integers = outputs.get(outputs.size() - 1);
    List<ChannelFunction> functions = step.meaning().get(0).sum().channels();
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) functions.get(i / (values.length / functions.size())).at(integers[i]);
    }
    return values;
  }

  /** Of one step, every copy. */
  static List<int[]> outputs(IntegerStep step, CodeStore codes) {
    if (step instanceof IntegerStep.Convolution c) {
      return IntegerReference.convolution(c.workload(), c.operands(codes::get));
    }
    if (step instanceof IntegerStep.Post p) {
      return IntegerReference.post(p.workload(), p.operands(codes::get));
    }
    return step.copies().stream().map(copy -> codes.get(copy.forms().get(0))).toList();
  }
}
