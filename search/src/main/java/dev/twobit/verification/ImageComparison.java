package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One image on integers and in floating point.
 *
 * @param stepwise each step given the float computation's codes
 * @param throughout each goes its own way
 * @param difference of the outputs over the largest
 * @param apart the same of the outputs that follow from the float computation's codes
 */
record ImageComparison(
    CodeComparison stepwise,
    CodeComparison throughout,
    boolean sameClass,
    double difference,
    double apart) {

  static ImageComparison of(
      IntegerNetwork network, float[] image, FloatCodes theirs, float[] outputs) {
    CodeComparison[] throughout = {CodeComparison.NONE};
    var last =
        IntegerRun.run(
            network,
            network.codes(image),
            (step, items, codes) -> {
              List<int[]> written = IntegerRun.outputs(step, items, codes);
              for (int i = 0; i < written.size(); i++) {
                throughout[0] =
                    throughout[0].plus(counted(step.copies().get(i), written.get(i), theirs));
              }
              return written;
            });
    float[] ours = network.real(last);
    Stepwise stepwise = stepwise(network, network.codes(image), theirs);
    return new ImageComparison(
        stepwise.codes,
        throughout[0],
        IntegerRun.largest(ours) == IntegerRun.largest(outputs),
        difference(ours, outputs),
        difference(stepwise.outputs, outputs));
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on at once: never compared
  private record Stepwise(CodeComparison codes, float[] outputs) {}

  /** Every step reads the float computation's codes, where there are any. */
  private static Stepwise stepwise(IntegerNetwork network, CodeStore codes, FloatCodes theirs) {
    CodeComparison sum = CodeComparison.NONE;
    Set<String> written = written(network);
    for (CodedTensor image : theirs.inputs(written)) {
      sum = sum.plus(counted(new IntegerStep.Copy("", List.of(image)), codes.get(image), theirs));
      theirs.of(image).ifPresent(c -> codes.put(image, c));
    }
    List<int[]> last = List.of();
    Map<Integer, Map<CodedTensor, Explanation>> unseen = new HashMap<>();
    for (int at = 0; at < network.steps().size(); at++) {
      IntegerStep step = network.steps().get(at);
      StepItems items = network.items().get(at);
      for (int item = 0; item < items.runs(); item++) {
        StepComparison audit =
            new StepComparison(
                items.view(codes::get, item),
                items.optionalView(theirs::of, item),
                unseen.computeIfAbsent(item, i -> new HashMap<>()));
        sum = sum.plus(audit.of(step));
      }
      last = IntegerRun.outputs(step, items, codes);
      for (int i = 0; i < step.copies().size(); i++) {
        for (CodedTensor form : step.copies().get(i).forms()) {
          codes.put(form, theirs.of(form).orElse(last.get(i)));
        }
      }
    }
    for (CodedTensor moved : theirs.moved(written)) {
      sum = sum.plus(counted(new IntegerStep.Copy("", List.of(moved)), codes.get(moved), theirs));
    }
    return new Stepwise(sum, network.real(last));
  }

  private static Set<String> written(IntegerNetwork network) {
    Set<String> written = new HashSet<>();
    network.steps().forEach(s -> s.copies().forEach(copy -> written.add(copy.tensor())));
    return written;
  }

  private static CodeComparison counted(IntegerStep.Copy copy, int[] ours, FloatCodes theirs) {
    CodeComparison audit = CodeComparison.NONE;
    for (CodedTensor form : copy.forms()) {
      Optional<int[]> codes = theirs.of(form);
      if (codes.isPresent()) {
        int differing = 0;
        for (int i = 0; i < ours.length; i++) {
          differing += ours[i] == codes.get()[i] ? 0 : 1;
        }
        audit = audit.plus(new CodeComparison(ours.length, differing, 0, 0, 0));
      }
    }
    return audit;
  }

  /** Largest difference over the largest of {@code theirs}; infinite if there are not as many. */
  static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 1e-30;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(theirs[i]));
      difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
    }
    return difference / largest;
  }
}
