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
    return elementsPerAtom(bits, memory.atomBytes());
  }

  /** The same of atoms of so many bytes. */
  public static int elementsPerAtom(int bits, int atomBytes) {
    return Math.max(1, 8 * atomBytes / bits);
  }

  /** Bytes of a feature cube of {@code channels} x {@code height} x {@code width}. */
  public static long cubeBytes(
      int channels, long height, long width, int bits, MemoryConfig memory) {
    int elements = elementsPerAtom(bits, memory);
    return (long) ((channels + elements - 1) / elements) * height * width * memory.atomBytes();
  }

  /** The same of a tensor that lies as {@code map} says. */
  public static long cubeBytes(FeatureMap map, int bits, MemoryConfig memory) {
    return cubeBytes(map.channels(), map.height(), map.width(), bits, memory);
  }

  /** Bytes of {@code count} weights, packed. */
  public static long weightBytes(long count, int bits) {
    return (count * bits + 7) / 8;
  }

  /** The same, padded as a layer's weights are. */
  public static long alignedWeightBytes(long count, int bits) {
    return alignedBytes(weightBytes(count, bits));
  }

  /**
   * What so many bytes that are fetched together are aligned to, so that they take no more beats
   * than they must and no more than a larger piece: whole beats, or the smallest part of one,
   * halved again and again, that holds them.
   */
  public static long alignment(long bytes, int beatBytes) {
    long part = beatBytes;
    while (part % 2 == 0 && part / 2 >= bytes) {
      part /= 2;
    }
    return part;
  }

  /** So many bytes, padded to their own alignment. */
  public static long naturalBytes(long bytes, int beatBytes) {
    return padded(bytes, alignment(bytes, beatBytes));
  }

  /** So many bytes, padded to the next multiple of {@code alignment}. */
  public static long padded(long bytes, long alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }

  /** So many bytes, padded to the next multiple of 128. */
  public static long alignedBytes(long bytes) {
    return padded(bytes, WEIGHT_ALIGNMENT);
  }
}
