package dev.twobit.simulator.workload;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload.Operand;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;

/**
 * What a step of the post-processor moves and when: first what is kept, then as much a pixel as the
 * other operands have for each. Where that is no whole number of bytes, the first pixels take one
 * byte more.
 *
 * @param pixels that are taken one after the other: of the input for pooling, else of the result
 * @param keptBytes read ahead of the first pixel, parameters among them
 * @param streamedBytes read pixel by pixel
 * @param outputBytes that one pixel of the result writes, every copy
 * @param writtenBytes by all of them
 */
public record PostTraffic(
    int pixels, long keptBytes, long streamedBytes, long outputBytes, long writtenBytes) {

  /** Of a step, in the atoms of {@code memory}. */
  public static PostTraffic of(LayerWorkload.PostProcessing step, MemoryConfig memory) {
    boolean pooling = step.operation() == PostOperation.POOLING;
    long kept = step.parameterBytes();
    long streamed = 0;
    for (Operand operand : step.operands()) {
      long bytes = StoredTensors.cubeBytes(operand.map(), operand.bits(), memory);
      kept += operand.kept() ? bytes : 0;
      streamed += operand.kept() ? 0 : bytes;
    }
    long pixel =
        step.outputBits().stream()
            .mapToLong(bits -> StoredTensors.cubeBytes(step.channels(), 1, 1, bits, memory))
            .sum();
    return new PostTraffic(
        pooling ? step.ifmap().positions() : step.ofmap().positions(),
        kept,
        streamed,
        pixel,
        pixel * step.ofmap().positions());
  }

  /** All that is read. */
  public long readBytes() {
    return keptBytes + streamedBytes;
  }

  /** Read for each pixel but the first ones. */
  public long bytesPerPixel() {
    return streamedBytes / pixels;
  }

  /** Pixels, the first ones, that read a byte more. */
  public int pixelsOfOneMore() {
    return (int) (streamedBytes % pixels);
  }

  /** What must have come, beyond what the pixels before took, for a pixel to be taken. */
  public long bytesFor(int pixel) {
    return bytesPerPixel() + (pixel < pixelsOfOneMore() ? 1 : 0) + (pixel == 0 ? keptBytes : 0);
  }
}
