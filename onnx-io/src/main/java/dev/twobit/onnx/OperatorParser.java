package dev.twobit.onnx;

/** One ONNX operator: node in, layers (or a constant) out, through the context. */
@FunctionalInterface
interface OperatorParser {
  void parse(OnnxNode node, ImportContext context);
}
