package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;

/**
 * How a plane gets another height and width, axis by axis, as ONNX's Resize has it.
 *
 * @param scaleHeight output rows by input rows, above 0; {@code scaleWidth} likewise
 * @param bySize the file states the size, and the scales follow from it
 */
public record Resampling(
    Mode mode,
    Coordinates coordinates,
    Rounding rounding,
    float scaleHeight,
    float scaleWidth,
    boolean bySize) {

  /** What becomes of the input's positions around one of the output. */
  public enum Mode {
    NEAREST,
    LINEAR
  }

  /** Where an output position x lies in the input, for scale s. */
  public enum Coordinates {
    /** x / s. */
    ASYMMETRIC,
    /** (x + 1/2) / s - 1/2. */
    HALF_PIXEL,
    /** As HALF_PIXEL, but 0 for an output of extent 1. */
    PYTORCH_HALF_PIXEL,
    /** x (in - 1) / (out - 1): first on first and last on last. */
    ALIGN_CORNERS
  }

  /** Which neighbour NEAREST takes for a position between two. */
  public enum Rounding {
    FLOOR,
    CEIL,
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL
  }

  /** An output position: {@code (1 - weight) in[first] + weight in[second]}. */
  public record Tap(int first, int second, float weight) {}

  /** One tap for each output row. */
  public List<Tap> rows(int in, int out) {
    return taps(in, out, scaleHeight);
  }

  /** One tap for each output column. */
  public List<Tap> columns(int in, int out) {
    return taps(in, out, scaleWidth);
  }

  private List<Tap> taps(int in, int out, float scale) {
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < out; i++) {
      float x = scale == 1 ? i : position(i, in, out, scale);
      if (mode == Mode.NEAREST) {
        int at = Math.max(0, Math.min(in - 1, nearest(x)));
        taps.add(new Tap(at, at, 0));
      } else {
        float inside = Math.max(0, Math.min(in - 1, x));
        int first = (int) inside;
        taps.add(new Tap(first, Math.min(first + 1, in - 1), inside - first));
      }
    }
    return taps;
  }

  private float position(int i, int in, int out, float scale) {
    return switch (coordinates) {
      case ASYMMETRIC -> i / scale;
      case HALF_PIXEL -> (i + 0.5f) / scale - 0.5f;
      case PYTORCH_HALF_PIXEL -> out > 1 ? (i + 0.5f) / scale - 0.5f : 0;
      case ALIGN_CORNERS -> out == 1 ? 0 : (float) i * (in - 1) / (out - 1);
    };
  }

  private int nearest(float x) {
    return (int)
        switch (rounding) {
          case FLOOR -> Math.floor(x);
          case CEIL -> Math.ceil(x);
          case ROUND_PREFER_FLOOR -> Math.ceil(x - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(x + 0.5);
        };
  }
}
