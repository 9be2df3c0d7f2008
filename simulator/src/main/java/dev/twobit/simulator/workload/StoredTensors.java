package dev.twobit.simulator.workload;

import dev.twobit.hardware.MemoryConfig;

/**
 * Bytes of tensors as they lie in memory: channels packed into atoms, weights packed to 128 bytes.
 */
public final class StoredTensors {
  private static final int WEIGHT_ALIGNMENT = 128;

  private StoredTensors() {}

  /** Bytes of a feature cube of {@code channels} x {@code height} x {@code width}. */
  public static long cubeBytes(
      int channels, long height, long width, int bits, MemoryConfig memory) {
    long elementsPerAtom = Math.max(1, 8L * memory.atomBytes() / bits);
    return (channels + elementsPerAtom - 1) / elementsPerAtom * height * width * memory.atomBytes();
  }

  /** Bytes of {@code count} weights, packed. */
  public static long weightBytes(long count, int bits) {
    return (count * bits + 7) / 8;
  }

  /** The same, padded as a layer's weights are. */
  public static long alignedWeightBytes(long count, int bits) {
    long bytes = weightBytes(count, bits);
    return (bytes + WEIGHT_ALIGNMENT - 1) / WEIGHT_ALIGNMENT * WEIGHT_ALIGNMENT;
  }
}
