package dev.twobit.onnx;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/**
 * How an ONNX file says what is quantized (onnx-io/docs/export-formats.md). All three say the same.
 */
public enum ExportFormat {
  /** 8-bit tensors, QuantizeLinear, Clip, DequantizeLinear: exact anywhere. Opset 17. */
  QCDQ("qcdq", "runs in ONNX Runtime at every optimization level"),

  /** Tensors of 2 and 4 bits, packed: the smallest file. Opset 25. */
  QDQ_INT2(
      "qdq-int2",
      "ONNX Runtime fuses it wrongly at its default optimization level: optimize at level BASIC, or"
          + " set session.disable_quant_qdq=1 where no Clip (ReLU6) is in the network"),

  /** {@code Quant} and {@code BipolarQuant} of QONNX, for Brevitas and FINN; weights in float. */
  QONNX(
      "qonnx",
      "for QONNX tools; ONNX Runtime has no operator Quant. Mid-rise weights of two bits and more"
          + " have zero point -0.5, which FINN does not take");

  private final String text;
  private final String note;

  ExportFormat(String text, String note) {
    this.text = text;
    this.note = note;
  }

  /** What it is called on the command line. */
  public String text() {
    return text;
  }

  /** What who uses such a file has to know, one line. */
  public String note() {
    return note;
  }

  public static List<String> texts() {
    return Arrays.stream(values()).map(ExportFormat::text).toList();
  }

  /** The format of that {@link #text}. */
  public static ExportFormat of(String text) {
    for (ExportFormat format : values()) {
      if (format.text.equals(text)) {
        return format;
      }
    }
    throw new InvalidInputException(
        "format: found '" + text + "', " + Suggestion.among(text, texts()));
  }
}
