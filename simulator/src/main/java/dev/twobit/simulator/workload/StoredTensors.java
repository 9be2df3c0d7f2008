package dev.twobit.simulator.workload;

import dev.twobit.hardware.MemoryConfig;

/**
 * Bytes of tensors as they lie in memory: channels packed into atoms, weights packed to 128 bytes.
 */
public final class StoredTensors {
  private static final int WEIGHT_ALIGNMENT = 128;

  private StoredTensors() {}

  /** Channels of one atom. */
  public static int elementsPerAtom(int bits, MemoryConfig memory) {
    return Math.max(1, 8 * memory.atomBytes() / bits);
  }

  /** Bytes of a feature cube of {@code channels} x {@code height} x {@code width}. */
  public static long cubeBytes(
      int channels, long height, long width, int bits, MemoryConfig memory) {
    int elements = elementsPerAtom(bits, memory);
    return (long) ((channels + elements - 1) / elements) * height * width * memory.atomBytes();
  }

  /** Bytes of {@code count} weights, packed. */
  public static long weightBytes(long count, int bits) {
    return (count * bits + 7) / 8;
  }

  /** The same, padded as a layer's weights are. */
  public static long alignedWeightBytes(long count, int bits) {
    return alignedBytes(weightBytes(count, bits));
  }

  /** So many bytes, padded to the next multiple of 128. */
  public static long alignedBytes(long bytes) {
    return (bytes + WEIGHT_ALIGNMENT - 1) / WEIGHT_ALIGNMENT * WEIGHT_ALIGNMENT;
  }
}
