package dev.twobit.onnx;

/** A form of an operator that is not supported; the importer keeps the node as unsupported. */
final class UnsupportedOperatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedOperatorException(String message) {
    super(message);
  }
}
