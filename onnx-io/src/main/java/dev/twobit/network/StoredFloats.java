package dev.twobit.network;

import java.nio.FloatBuffer;

/** Floats that stay where they are stored until an array of them is asked for. */
final class StoredFloats {
  private static final int PIECE = 4096;

  private volatile FloatBuffer elements;

  StoredFloats(FloatBuffer elements) {
    this.elements = elements.asReadOnlyBuffer();
  }

  /** The same array each time; what it was copied from is let go. */
  float[] values() {
    FloatBuffer now = elements;
    return now.hasArray() ? now.array() : copied();
  }

  private synchronized float[] copied() {
    if (!elements.hasArray()) {
      float[] copy = new float[elements.limit()];
      elements.get(0, copy);
      elements = FloatBuffer.wrap(copy);
    }
    return elements.array();
  }

  /** How many are NaN or infinite. */
  int notFinite() {
    FloatBuffer now = elements;
    float[] piece = new float[Math.min(PIECE, now.limit())];
    int found = 0;
    for (int i = 0; i < now.limit(); i += piece.length) {
      int length = Math.min(piece.length, now.limit() - i);
      now.get(i, piece, 0, length);
      found += notFinite(piece, length);
    }
    return found;
  }

  static int notFinite(float[] values, int length) {
    // Almost always none: a product with 0 is 0 for finite numbers only, and is had in one pass.
    float zero = 0;
    for (int i = 0; i < length; i++) {
      zero += values[i] * 0;
    }
    int found = 0;
    for (int i = 0; zero != 0 && i < length; i++) {
      found += Float.isFinite(values[i]) ? 0 : 1;
    }
    return found;
  }
}
