package dev.twobit.onnx.write;

import dev.twobit.onnx.ExportFormat;

/** How a drawn quantized network is written; all say the same. */
public enum DrawnSpelling {
  QCDQ(ExportFormat.QCDQ),

  /** Of types of 2 and 4 bits too. */
  QDQ(ExportFormat.QDQ_INT2),
  QONNX(ExportFormat.QONNX),

  /** As ONNX Runtime's quantizer writes it: operators on integers where there are any. */
  QOPERATOR(ExportFormat.QCDQ),

  /** Weights in float, through QuantizeLinear, Clip and DequantizeLinear. */
  FLOAT_WEIGHTS(ExportFormat.QCDQ);

  private final ExportFormat format;

  DrawnSpelling(ExportFormat format) {
    this.format = format;
  }

  /** What it is first drawn in. */
  ExportFormat format() {
    return format;
  }

  /** Whether operators on integers, which know types of a byte alone, are to be made of it. */
  boolean ofBytes() {
    return this == QOPERATOR;
  }
}
