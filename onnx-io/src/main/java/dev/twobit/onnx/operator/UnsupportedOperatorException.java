package dev.twobit.onnx.operator;

/** A form of an operator that is not supported; the importer keeps the node as unsupported. */
public final class UnsupportedOperatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedOperatorException(String message) {
    super(message);
  }
}
