package dev.twobit.onnx.write;

import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import java.util.List;

/** An offset is subtracted by a node of its own, for no format's quantizer has one. */
record ShiftedOperands(GraphWriter graph, OperandWriter operands) implements OperandWriter {
  @Override
  public String activations(String tensor, String base, Activations form) {
    if (form.offset() == 0) {
      return operands.activations(tensor, base, form);
    }
    String offset = graph.scalar(base + ".offset", form.offset());
    graph.node("Sub", base + ".shift", List.of(tensor, offset), base + ".shifted");
    return operands.activations(base + ".shifted", base, form.withOffset(0));
  }

  @Override
  public void weights(String name, Weights weights) {
    operands.weights(name, weights);
  }
}
