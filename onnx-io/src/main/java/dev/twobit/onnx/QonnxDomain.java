package dev.twobit.onnx;

/** The operator set of QONNX, as files name it. */
final class QonnxDomain {
  static final String NAME = "qonnx.custom_op.general";
  static final int VERSION = 1;

  private QonnxDomain() {}
}
