package dev.twobit.onnx.write;

import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;

/** Quantized operands as nodes of one {@link ExportFormat}. */
interface OperandWriter {
  static OperandWriter of(ExportFormat format, GraphWriter graph) {
    return new ShiftedOperands(
        graph,
        switch (format) {
          case QCDQ -> new QdqOperandWriter(graph, false);
          case QDQ_INT2 -> new QdqOperandWriter(graph, true);
          case QONNX -> new QonnxOperandWriter(graph);
        });
  }

  /**
   * Quantizes and dequantizes a tensor.
   *
   * @param base begins the names of what is written
   * @return the tensor of values
   */
  String activations(String tensor, String base, Activations form);

  /** Stores weights so that a tensor {@code name} holds their values. */
  void weights(String name, Weights weights);
}
