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
 * @param weightCapacityBytes banks left for weights
 */
public record RowBands(List<Band> bands, long weightCapacityBytes) {
  public RowBands {
    bands = List.copyOf(bands);
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
  }

  /**
   * All cuts that the buffer allows, fewest bands first, each number of rows a band once: a larger
   * buffer allows more. The first is cut only if the buffer demands it.
   */
  public static List<RowBands> candidates(
      LayerWorkload.Convolution c, KernelGroups weights, BufferConfig buffer, MemoryConfig memory) {
    int fewest = fewestBands(c, weights, buffer, memory);
    List<RowBands> candidates = new ArrayList<>();
    candidates.add(cut(c, weights, buffer, memory, fewest));
    int tried = rows(c, fewest);
    for (int bands = fewest + 1; bands <= c.outputHeight(); bands++) {
      if (rows(c, bands) < tried) {
        tried = rows(c, bands);
        candidates.add(cut(c, weights, buffer, memory, bands));
      }
    }
    return candidates;
  }

  /**
   * For a systolic array: an input that fits half the buffer is one band; else two bands at a time
   * fit it, the next loading while one is computed. What the input leaves is for weights.
   */
  public static RowBands pairwise(
      LayerWorkload.Convolution c, long weightBytes, BufferConfig buffer, MemoryConfig memory) {
    long half = buffer.capacityBytes() / 2;
    long whole =
        StoredTensors.cubeBytes(
            c.inputChannels(), c.inputHeight(), c.inputWidth(), c.inputBits(), memory);
    int count = 1;
    while (whole > half
        && count < c.outputHeight()
        && 2 * widestBand(c, memory, rows(c, count)) > half) {
      count++;
    }
    long capacity = buffer.capacityBytes() - Math.min(half, whole);
    return new RowBands(bands(c, count, weightBytes <= capacity), capacity);
  }

  /** Fewest bands whose input rows leave a bank for weights; one output row a band at the most. */
  private static int fewestBands(
      LayerWorkload.Convolution c, KernelGroups weights, BufferConfig buffer, MemoryConfig memory) {
    for (int bands = 1; bands < c.outputHeight(); bands++) {
      int rows = rows(c, bands);
      int weightBanks = buffer.banks() - banks(widestBand(c, memory, rows), buffer);
      long wanted = Math.min(weights.groupBytes(), buffer.capacityBytes() / 2);
      if (weightBanks >= 1 && (long) weightBanks * buffer.bankBytes() >= wanted) {
        return bands;
      }
    }
    return c.outputHeight();
  }

  private static RowBands cut(
      LayerWorkload.Convolution c,
      KernelGroups weights,
      BufferConfig buffer,
      MemoryConfig memory,
      int count) {
    int rows = rows(c, count);
    int weightBanks = Math.max(1, buffer.banks() - banks(widestBand(c, memory, rows), buffer));
    long capacity = (long) weightBanks * buffer.bankBytes();
    return new RowBands(bands(c, count, weights.totalBytes() <= capacity), capacity);
  }

  private static List<Band> bands(LayerWorkload.Convolution c, int count, boolean weightsFit) {
    int rows = rows(c, count);
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
    int stride = c.window().strideHeight();
    int fetched = Math.max((rows - 1) * stride + c.window().spanHeight(), rows * stride);
    int inputRows = Math.min(c.inputHeight(), fetched);
    return StoredTensors.cubeBytes(
        c.inputChannels(), inputRows, c.inputWidth(), c.inputBits(), memory);
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
