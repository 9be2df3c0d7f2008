package dev.twobit.onnx.write;

import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.ThresholdNodes;
import java.util.ArrayList;
import java.util.List;

/**
 * Learned thresholds are counted by nodes of their own ({@link ThresholdNodes}), for no format's
 * quantizer has them; what is counted, times the step, is quantized as it is.
 */
record ThresholdOperands(GraphWriter graph, OperandWriter operands) implements OperandWriter {
  @Override
  public String activations(String tensor, String base, Activations form) {
    if (form.thresholds().isEmpty()) {
      return operands.activations(tensor, base, form);
    }
    String sharp = graph.scalar(base + ".sharp", ThresholdNodes.SHARP);
    String none = graph.scalar(base + ".none", 0);
    String one = graph.scalar(base + ".one", 1);
    List<String> counted = new ArrayList<>();
    for (int i = 0; i < form.thresholds().size(); i++) {
      String name = base + ".above" + (i + 1);
      String threshold = graph.scalar(name + ".threshold", form.thresholds().get(i));
      graph.node("Sub", name, List.of(tensor, threshold), name + ".by");
      graph.node("Mul", name + ".times", List.of(name + ".by", sharp), name + ".far");
      graph.node("Clip", name + ".clip", List.of(name + ".far", none, one), name + ".is");
      counted.add(name + ".is");
    }
    String count = counted.get(0);
    if (counted.size() > 1) {
      count = base + ".count";
      graph.node("Sum", base + ".sum", counted, count);
    }
    String step = graph.scalar(base + ".worth", form.step());
    graph.node("Mul", base + ".scale", List.of(count, step), base + ".scaled");
    return operands.activations(base + ".scaled", base, form.withThresholds(List.of()));
  }

  @Override
  public void weights(String name, Weights weights) {
    operands.weights(name, weights);
  }
}
