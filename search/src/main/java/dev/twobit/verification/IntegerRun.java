package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.validation.IntegerReference;
import java.util.List;

/** An integer network on one image, in plain Java integers. */
final class IntegerRun {
  private IntegerRun() {}

  /** Told of every step, the codes it reads and what it wrote; answers what is read of it. */
  interface Observer {
    List<int[]> ran(IntegerStep step, CodeStore codes, List<int[]> outputs);
  }

  /** What the last step wrote. */
  static List<int[]> run(IntegerNetwork network, CodeStore codes, Observer observer) {
    List<int[]> last = List.of();
    for (IntegerStep step : network.steps()) {
      last = observer.ran(step, codes, outputs(step, codes));
      for (int i = 0; i < step.copies().size(); i++) {
        for (CodedTensor form : step.copies().get(i).forms()) {
          codes.put(form, last.get(i));
        }
      }
    }
    return last;
  }

  /** The network's outputs as real values: its last step's integers through their meaning. */
  static float[] logits(IntegerNetwork network, float[] image) {
    CodeStore codes = new CodeStore(network.network(), image, false);
    List<int[]> last = run(network, codes, (step, store, outputs) -> outputs);
    return real(network.steps().get(network.steps().size() - 1), last);
  }

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
