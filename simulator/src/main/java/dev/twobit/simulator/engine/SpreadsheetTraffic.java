package dev.twobit.simulator.engine;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * What a convolution reads from external memory as NVIDIA's spreadsheet counts it. The rules are
 * read off its ResNet-50 sheet at 2048 MACs, 512 KB, 10 GB/s (nvdla/hw perf). One is not settled
 * there: a single layer of that sheet is read again, which cutting by half buffers and by what is
 * left of a whole one both explain; half buffers are taken because the published points of 256 and
 * 128 KB ask for them.
 *
 * <ul>
 *   <li>A packed image has four channels.
 *   <li>Strided layers hold weights as channel extension does: ceil(R/stride) x ceil(S/stride) taps
 *       of stride^2 times the channels, zeros included.
 *   <li>Input or weights stay in the buffer: weights beside the input rows of one window, or the
 *       input beside {@value #RESIDENT_KERNELS} kernels. What does not fit so is cut into parts of
 *       half a buffer, and the other operand is read again for each part. The cheaper of the two is
 *       taken; the sheet keeps the smaller operand, which on ResNet-50 at 512 KB is the same.
 * </ul>
 *
 * @param inputBytes the input cube, once; {@code weightBytes} likewise
 * @param readBytes both, with what is read again
 * @param parts into which what stays is cut
 */
record SpreadsheetTraffic(long inputBytes, long weightBytes, long readBytes, int parts) {
  private static final int IMAGE_CHANNELS = 4;

  /** Column "Min weight data size" of the sheet. */
  private static final int RESIDENT_KERNELS = 32;

  static SpreadsheetTraffic of(
      LayerWorkload.Convolution c, boolean packed, BufferConfig buffer, MemoryConfig memory) {
    Window w = c.window();
    long channels = packed ? IMAGE_CHANNELS : c.inputChannels();
    long row =
        packed
            ? StoredTensors.weightBytes(channels * c.inputWidth(), c.inputBits())
            : StoredTensors.cubeBytes(c.inputChannels(), 1, c.inputWidth(), c.inputBits(), memory);
    long taps =
        ceil(w.kernelHeight(), w.strideHeight())
            * ceil(w.kernelWidth(), w.strideWidth())
            * w.strideHeight()
            * w.strideWidth();
    long kernel = channels / c.groups() * taps;
    long input = row * c.inputHeight();
    long weights = StoredTensors.alignedWeightBytes(kernel * c.outputChannels(), c.weightBits());
    long window =
        row * Math.min(c.inputHeight(), ceil(w.spanHeight(), w.strideHeight()) * w.strideHeight());
    int kernels = Math.min(RESIDENT_KERNELS, c.outputChannels());
    long group = StoredTensors.weightBytes(kernel * kernels, c.weightBits());
    long weightParts = parts(weights, window, buffer);
    long inputParts = parts(input, group, buffer);
    long weightsStay = weights + weightParts * input;
    long inputStays = input + inputParts * weights;
    return weightsStay <= inputStays
        ? new SpreadsheetTraffic(input, weights, weightsStay, (int) weightParts)
        : new SpreadsheetTraffic(input, weights, inputStays, (int) inputParts);
  }

  private static long parts(long stays, long passing, BufferConfig buffer) {
    long capacity = buffer.capacityBytes();
    return stays + passing <= capacity ? 1 : ceil(2 * stays, capacity);
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
