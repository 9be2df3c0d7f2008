package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * The data banks. The rows of a band come atom by atom, so many rows at a time, of those surface
 * after surface; codes become readable as whole atoms arrive, all channels of a pixel side by side.
 */
final class DataBuffer {
  private final int bits;
  private final int atomBytes;
  private final int elements;
  private final int rows;
  private final int width;
  private final int surfaces;
  private final int stride;
  private final int grain;
  private final byte[] memory;
  private final int padCode;
  private final byte[] codes;
  private long arrived;
  private int unpackedAtoms;

  /**
   * @param grain rows that come at a time
   */
  DataBuffer(
      LayerWorkload.Convolution c,
      Band band,
      ConvolutionOperands operands,
      MemoryConfig memory,
      int grain) {
    this.bits = c.inputBits();
    this.atomBytes = memory.atomBytes();
    this.elements = StoredTensors.elementsPerAtom(bits, memory);
    this.rows = band.inputRows();
    this.width = c.inputWidth();
    this.grain = Math.min(grain, rows);
    this.padCode = operands.padCode();
    this.surfaces = (c.inputChannels() + elements - 1) / elements;
    this.stride = surfaces * elements;
    this.memory = new byte[Math.toIntExact((long) surfaces * rows * width * atomBytes)];
    this.codes = new byte[Math.toIntExact((long) rows * width * stride)];
    for (int channel = 0; channel < c.inputChannels(); channel++) {
      int row = channel * c.inputHeight() + band.firstInputRow();
      for (int pixel = 0; pixel < rows * width; pixel++) {
        int code = operands.input()[row * width + pixel];
        int surface = channel / elements;
        int first = pixel / width / this.grain * this.grain;
        long atom =
            ((long) first * surfaces + (long) surface * rowsFrom(first)) * width
                + (pixel - first * width);
        BitCodes.write(
            this.memory, 8 * atom * atomBytes + (long) channel % elements * bits, bits, code);
      }
    }
  }

  /** Bytes of the band. */
  long size() {
    return memory.length;
  }

  /** So many more bytes are in the banks. */
  void receive(int bytes) {
    arrived += bytes;
    while ((unpackedAtoms + 1L) * atomBytes <= arrived) {
      int first = unpackedAtoms / (width * surfaces) / grain * grain;
      int plane = rowsFrom(first) * width;
      int within = unpackedAtoms - first * width * surfaces;
      int surface = within / plane;
      int pixel = first * width + within % plane;
      int target = pixel * stride + surface * elements;
      long bit = 8L * unpackedAtoms * atomBytes;
      for (int i = 0; i < elements; i++) {
        codes[target + i] = (byte) BitCodes.read(memory, bit + (long) i * bits, bits);
      }
      unpackedAtoms++;
    }
  }

  /** Rows that come with row {@code first}, the first of them. */
  private int rowsFrom(int first) {
    return Math.min(grain, rows - first);
  }

  boolean isComplete() {
    return arrived == memory.length;
  }

  /** Whole rows that are there, if they come row after row. */
  int rowsThere() {
    return unpackedAtoms / (surfaces * width);
  }

  /** Where channel 0 of a pixel of the band is. */
  int pixel(int row, int column) {
    return (row * width + column) * stride;
  }

  /** Codes from one pixel to the next. */
  int pixelStride() {
    return stride;
  }

  /** What padding reads. */
  int padCode() {
    return padCode;
  }

  int code(int index) {
    return codes[index] & 0xff;
  }

  /** {@code count} codes from {@code index} on. */
  void codes(int index, int count, long[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = codes[index + i] & 0xff;
    }
  }
}
