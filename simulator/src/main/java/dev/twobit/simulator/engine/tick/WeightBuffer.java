package dev.twobit.simulator.engine.tick;

import dev.twobit.network.Window;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.stream.IntStream;

/**
 * The weight banks. Memory holds each kernel group's codes in the order in which the array takes
 * them: row of the window, column, channel, kernel; they become readable as their bytes arrive.
 */
final class WeightBuffer {
  private final KernelGroups groups;
  private final long[] beginBytes;
  private final long[] endBytes;
  private final int[] kernels;
  private final long capacityBytes;
  private final int bits;
  private final byte[] memory;
  private final byte[] codes;
  private long arrived;
  private int unpackedGroups;
  private int unpackedInGroup;
  private int released;

  WeightBuffer(
      LayerWorkload.Convolution c,
      KernelGroups groups,
      ConvolutionOperands operands,
      long capacityBytes) {
    this.groups = groups;
    this.beginBytes = IntStream.range(0, groups.count()).mapToLong(groups::beginByte).toArray();
    this.endBytes = IntStream.range(0, groups.count()).mapToLong(groups::endByte).toArray();
    this.kernels = IntStream.range(0, groups.count()).map(groups::kernelsOf).toArray();
    this.capacityBytes = capacityBytes;
    this.bits = c.weightBits();
    this.memory = pack(c, groups, operands);
    this.codes = new byte[Math.toIntExact(groups.weightsPerKernel() * c.outputChannels())];
  }

  private static byte[] pack(
      LayerWorkload.Convolution c, KernelGroups groups, ConvolutionOperands operands) {
    Window w = c.window();
    int window = w.kernelHeight() * w.kernelWidth();
    int channels = c.inputChannels() / c.groups();
    byte[] bytes = new byte[Math.toIntExact(groups.totalBytes())];
    boolean compressed = groups.isCompressed();
    for (int g = 0; g < groups.count(); g++) {
      long bit = 8 * groups.beginByte(g);
      long mask = bit;
      int first = groups.firstKernel(g);
      if (compressed) {
        bit += 8 * StoredTensors.weightBytes(groups.weightsPerKernel() * groups.kernelsOf(g), 1);
      }
      for (int tap = 0; tap < window; tap++) {
        for (int channel = 0; channel < channels; channel++) {
          int past = first + groups.kernelsOf(g);
          for (int kernel = first; kernel < past; kernel++) {
            int code = operands.weights()[(kernel * channels + channel) * window + tap];
            boolean stored = !compressed || code != zero(c.weightBits());
            if (compressed) {
              BitCodes.write(bytes, mask++, 1, stored ? 1 : 0);
            }
            if (stored) {
              BitCodes.write(bytes, bit, c.weightBits(), code);
              bit += c.weightBits();
            }
          }
        }
      }
    }
    return bytes;
  }

  /** The code of value zero, which two's complement has and mid_rise has not. */
  private static int zero(int bits) {
    return 1 << (bits - 1);
  }

  /** Takes a whole compressed kernel group apart: the mask says where its weights belong. */
  private void decompress(int g) {
    int size = groups.kernelsOf(g) * (int) groups.weightsPerKernel();
    long mask = 8 * groups.beginByte(g);
    long bit = mask + 8 * StoredTensors.weightBytes(size, 1);
    for (int i = 0; i < size; i++) {
      boolean stored = BitCodes.read(memory, mask + i, 1) == 1;
      codes[offset(g) + i] = (byte) (stored ? BitCodes.read(memory, bit, bits) : zero(bits));
      bit += stored ? bits : 0;
    }
  }

  /** So many more bytes are in the banks. */
  void receive(int bytes) {
    arrived += bytes;
    if (groups.isCompressed()) {
      while (unpackedGroups < groups.count() && holds(unpackedGroups)) {
        decompress(unpackedGroups++);
      }
      return;
    }
    while (unpackedGroups < groups.count()) {
      int g = unpackedGroups;
      int size = groups.kernelsOf(g) * (int) groups.weightsPerKernel();
      int offset = offset(g);
      long bit = 8 * groups.beginByte(g) + (long) unpackedInGroup * bits;
      while (unpackedInGroup < size && bit + bits <= 8 * arrived) {
        codes[offset + unpackedInGroup++] = (byte) BitCodes.read(memory, bit, bits);
        bit += bits;
      }
      if (unpackedInGroup < size) {
        return;
      }
      unpackedGroups++;
      unpackedInGroup = 0;
    }
  }

  /** Kernels of kernel group {@code g}, 0 behind the last. */
  int kernelsOf(int g) {
    return g < kernels.length ? kernels[g] : 0;
  }

  /** Whether all of kernel group {@code g} is there. */
  boolean holds(int g) {
    return arrived >= endBytes[g];
  }

  /** Whether kernel group {@code g} fits beside those not yet released; one alone must do. */
  boolean hasRoomFor(int g) {
    return hasRoom(g, released);
  }

  /** The same when so many kernel groups will have been released. */
  boolean hasRoom(int g, int past) {
    return g == past || endBytes[g] - beginBytes[past] <= capacityBytes;
  }

  /** The array is done with the oldest kernel group. */
  void release() {
    released++;
  }

  /** A further band begins with all weights where they are. */
  void rewind() {
    released = 0;
  }

  /** A code in the order of the class comment, kernel groups one after the other. */
  int code(int index) {
    return codes[index] & 0xff;
  }

  /** Index of the first code of kernel group {@code g}. */
  int offset(int g) {
    return groups.firstKernel(g) * (int) groups.weightsPerKernel();
  }
}
