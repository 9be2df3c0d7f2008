package dev.twobit.precision;

import dev.twobit.network.InvalidInputException;

/** Bits were asked for of layers that a network does not have. */
public final class UnknownLayersException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String layers;

  UnknownLayersException(String layers, String message) {
    super(message);
    this.layers = layers;
  }

  /** The name or pattern as it was asked for. */
  public String layers() {
    return layers;
  }
}
