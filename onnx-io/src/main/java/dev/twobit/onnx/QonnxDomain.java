package dev.twobit.onnx;

/** The operator set of QONNX, as files name it. */
public final class QonnxDomain {
  public static final String NAME = "qonnx.custom_op.general";
  public static final int VERSION = 1;

  private QonnxDomain() {}
}
