package dev.twobit.onnx.write;

import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;

/** Quantized operands as nodes of one {@link ExportFormat}. */
interface OperandWriter {
  /** Of any network. */
  static OperandWriter of(ExportFormat format, GraphWriter graph) {
    return of(format, graph, true);
  }

  /**
   * Of one network.
   *
   * @param narrowCodes whether codes may have types of 2 and 4 bits where the format knows them
   *     ({@link CodeWidths})
   */
  static OperandWriter of(ExportFormat format, GraphWriter graph, boolean narrowCodes) {
    OperandWriter own =
        switch (format) {
          case QCDQ -> new QdqOperandWriter(graph, false, false);
          case QDQ_INT2 -> new QdqOperandWriter(graph, true, narrowCodes);
          case QONNX -> new QonnxOperandWriter(graph);
        };
    return new ThresholdOperands(graph, new ShiftedOperands(graph, own));
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
