package dev.twobit.onnx.operator;

/** One ONNX operator: node in, layers (or a constant) out, through the context. */
@FunctionalInterface
public interface OperatorParser {
  void parse(OnnxNode node, ImportContext context);
}
