package dev.twobit.simulator.array;

import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * How a convolution is cut into the operations that a driver programs: parts of its kernels, and
 * within each part bands of output rows. One part and one band is the layer in one go; several
 * bands in one part read weights again that do not fit; several parts keep their weights over all
 * bands and read the input again.
 *
 * @param kernelsPerPart kernels of a part; the last may have fewer
 * @param rows the bands, the same in every part
 */
public record Tiling(int kernelsPerPart, RowBands rows) {

  /** Kernels {@code [first, past)}. */
  public record Part(int first, int past) {
    public int kernels() {
      return past - first;
    }
  }

  /** All kernels at once. */
  public static Tiling ofRows(LayerWorkload.Convolution c, RowBands rows) {
    return new Tiling(c.outputChannels(), rows);
  }

  /** A layer in one operation, with what is on chip around it. */
  public static Tiling warm(
      LayerWorkload.Convolution c, long weightCapacityBytes, Boundary boundary) {
    return ofRows(
        c, new RowBands(RowBands.bands(c, c.outputHeight(), false), weightCapacityBytes, boundary));
  }

  /** A layer in one operation, whether it fits or not. */
  public static Tiling whole(LayerWorkload.Convolution c) {
    return ofRows(c, new RowBands(RowBands.bands(c, c.outputHeight(), true), Long.MAX_VALUE));
  }

  /** Parts in order. */
  public List<Part> parts(LayerWorkload.Convolution c) {
    List<Part> parts = new ArrayList<>();
    for (int first = 0; first < c.outputChannels(); first += kernelsPerPart) {
      parts.add(new Part(first, Math.min(c.outputChannels(), first + kernelsPerPart)));
    }
    return parts;
  }

  /** Whether the other differs at most in the room for weights. */
  public boolean hasOperationsOf(Tiling other) {
    return kernelsPerPart == other.kernelsPerPart && rows.bands().equals(other.rows.bands());
  }

  /** Operations in all. */
  public int operations(LayerWorkload.Convolution c) {
    return ceil(c.outputChannels(), kernelsPerPart) * rows.bands().size();
  }

  /** The tiling in a few words, empty if it is one operation. */
  public String describe(LayerWorkload.Convolution c) {
    int parts = ceil(c.outputChannels(), kernelsPerPart);
    int bands = rows.bands().size();
    if (parts > 1) {
      return ", " + parts + " kernel parts of " + bands + " bands";
    }
    return bands > 1 ? ", " + bands + " bands" : "";
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
