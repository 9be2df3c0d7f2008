package dev.twobit.simulator.array;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution cut into bands of output rows whose input fits the buffer, as a driver would
 * program them, one hardware operation each.
 *
 * @param bands from the top
 * @param runs the same, those that cost alike and follow each other counted
 * @param weightCapacityBytes banks left for weights
 * @param boundary what is on chip before and after; of several bands nothing
 */
public record RowBands(
    List<Band> bands, List<Run> runs, long weightCapacityBytes, Boundary boundary) {
  public RowBands {
    bands = List.copyOf(bands);
    runs = List.copyOf(runs);
    if (!boundary.equals(Boundary.COLD) && bands.size() != 1) {
      throw new IllegalArgumentException(
          "found " + bands.size() + " bands, expected 1: " + boundary);
    }
  }

  /** Bands with cold boundaries. */
  public RowBands(List<Band> bands, long weightCapacityBytes) {
    this(bands, weightCapacityBytes, Boundary.COLD);
  }

  RowBands(List<Band> bands, long weightCapacityBytes, Boundary boundary) {
    this(bands, runs(bands), weightCapacityBytes, boundary);
  }

  /** A band, and how many from it on cost as it does. */
  public record Run(Band band, int times) {}

  /** The same bands with other room for weights. */
  RowBands withCapacity(long bytes) {
    return new RowBands(bands, runs, bytes, boundary);
  }

  private static List<Run> runs(List<Band> bands) {
    List<Run> runs = new ArrayList<>();
    int first = 0;
    for (int b = 1; b <= bands.size(); b++) {
      if (b == bands.size() || !bands.get(b).costsAs(bands.get(first))) {
        runs.add(new Run(bands.get(first), b - first));
        first = b;
      }
    }
    return runs;
  }

  /**
   * Output rows {@code [firstRow, pastRow)}, for which input rows {@code [firstInputRow,
   * pastInputRow)} are fetched.
   *
   * @param weightsKept all weights are in the buffer already
   */
  public record Band(
      int firstRow, int pastRow, int firstInputRow, int pastInputRow, boolean weightsKept) {
    public int rows() {
      return pastRow - firstRow;
    }

    public int inputRows() {
      return pastInputRow - firstInputRow;
    }

    /** Whether the other has as many rows to read and write, and keeps its weights likewise. */
    public boolean costsAs(Band other) {
      return rows() == other.rows()
          && inputRows() == other.inputRows()
          && weightsKept == other.weightsKept;
    }
  }

  /** A number of output rows a band, and the bytes it leaves for weights. */
  public record RowCut(int rows, long weightCapacityBytes) {}

  /**
   * Every number of rows a band that the buffer allows, most first, with what each leaves for
   * weights: a larger buffer allows more.
   *
   * @param groupBytes weights that must be in the buffer at once
   */
  static List<RowCut> cuts(
      LayerWorkload.Convolution c, long groupBytes, BufferConfig buffer, MemoryConfig memory) {
    List<RowCut> cuts = new ArrayList<>();
    for (int rows = c.outputHeight(); rows >= 1; rows--) {
      int banks = banks(widestBand(c, memory, rows), buffer);
      // One row a band must do.
      if (rows == 1 || weightBytes(banks, buffer) >= groupBytes) {
        cuts.add(new RowCut(rows, bytesLeft(banks, buffer)));
      }
    }
    return cuts;
  }

  /** Fewest bands whose input rows leave a bank for weights, as even as can be. */
  static RowCut fewest(
      LayerWorkload.Convolution c, long groupBytes, BufferConfig buffer, MemoryConfig memory) {
    long wanted = Math.max(1, Math.min(groupBytes, buffer.capacityBytes() / 2));
    int bands = 1;
    int banks = banks(widestBand(c, memory, rows(c, bands)), buffer);
    while (bands < c.outputHeight() && weightBytes(banks, buffer) < wanted) {
      bands++;
      banks = banks(widestBand(c, memory, rows(c, bands)), buffer);
    }
    return new RowCut(rows(c, bands), bytesLeft(banks, buffer));
  }

  private static long weightBytes(int inputBanks, BufferConfig buffer) {
    return (long) (buffer.banks() - inputBanks) * buffer.bankBytes();
  }

  private static long bytesLeft(int inputBanks, BufferConfig buffer) {
    int weightBanks = Math.max(1, buffer.banks() - inputBanks);
    return (long) weightBanks * buffer.bankBytes();
  }

  /**
   * For a systolic array: an input that fits half the buffer may be one band; else two bands at a
   * time fit it, the next loading while one is computed. What the input leaves is for weights.
   * Fewest bands first.
   */
  static List<RowCut> pairwiseCuts(
      LayerWorkload.Convolution c, BufferConfig buffer, MemoryConfig memory) {
    long half = buffer.capacityBytes() / 2;
    long whole =
        StoredTensors.cubeBytes(
            c.inputChannels(), c.inputHeight(), c.inputWidth(), c.inputBits(), memory);
    long capacity = buffer.capacityBytes() - Math.min(half, whole);
    List<RowCut> cuts = new ArrayList<>();
    int last = Integer.MAX_VALUE;
    for (int bands = 1; bands <= c.outputHeight(); bands++) {
      int rows = rows(c, bands);
      boolean fits = whole <= half || rows == 1 || 2 * widestBand(c, memory, rows) <= half;
      if (rows < last && fits) {
        last = rows;
        cuts.add(new RowCut(rows, capacity));
      }
    }
    return cuts;
  }

  /**
   * Bands of {@code rows} output rows, the last maybe fewer.
   *
   * @param weightsFit all weights are in the buffer from the first band on
   */
  static List<Band> bands(LayerWorkload.Convolution c, int rows, boolean weightsFit) {
    List<Band> bands = new ArrayList<>();
    for (int first = 0; first < c.outputHeight(); first += rows) {
      int past = Math.min(c.outputHeight(), first + rows);
      int firstInput = firstInputRow(c.window(), first);
      bands.add(
          new Band(
              first,
              past,
              firstInput,
              firstInput + inputRows(c, first, past),
              first > 0 && weightsFit));
    }
    return bands;
  }

  private static int rows(LayerWorkload.Convolution c, int bands) {
    return (c.outputHeight() + bands - 1) / bands;
  }

  private static long widestBand(LayerWorkload.Convolution c, MemoryConfig memory, int rows) {
    int widest = 0;
    for (int first = 0; first < c.outputHeight(); first += rows) {
      int past = Math.min(c.outputHeight(), first + rows);
      widest = Math.max(widest, inputRows(c, first, past));
    }
    return StoredTensors.cubeBytes(
        c.inputChannels(), widest, c.inputWidth(), c.inputBits(), memory);
  }

  private static int banks(long bytes, BufferConfig buffer) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + buffer.bankBytes() - 1) / buffer.bankBytes());
  }

  private static int firstInputRow(Window w, int firstRow) {
    return Math.max(0, firstRow * w.strideHeight() - w.padTop());
  }

  /**
   * Input rows fetched for output rows {@code [firstRow, pastRow)}: those read and those up to the
   * next band that no window reads, in the last band all that are left, for the fetch unit takes
   * the cube whole.
   */
  public static int inputRows(LayerWorkload.Convolution c, int firstRow, int pastRow) {
    Window w = c.window();
    int read = (pastRow - 1) * w.strideHeight() - w.padTop() + w.spanHeight();
    int next = pastRow * w.strideHeight() - w.padTop();
    int past =
        pastRow == c.outputHeight()
            ? c.inputHeight()
            : Math.min(c.inputHeight(), Math.max(read, next));
    return Math.max(1, past - firstInputRow(w, firstRow));
  }
}
