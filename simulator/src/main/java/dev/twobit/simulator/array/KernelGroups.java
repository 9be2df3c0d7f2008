package dev.twobit.simulator.array;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer's weights as they lie in memory for the dot-product array: kernel group after kernel
 * group, each aligned as {@link StoredTensors#alignment} has it (compressed ones only to a byte),
 * the whole padded as {@link StoredTensors#alignedBytes}.
 */
public final class KernelGroups {
  /** Bytes that say how long a compressed kernel group is (NVDLA's WGS). */
  private static final int GROUP_SIZE_BYTES = 4;

  private final int kernels;
  private final int atomicKernels;
  private final long weightsPerKernel;
  private final int weightBits;
  private final int beatBytes;
  private final List<Long> compressedEnds;
  private final int perConvolutionGroup;
  private final int count;
  private final long groupBytes;
  private final long wholeBytes;
  private final long totalBytes;

  private KernelGroups(
      int convolutionGroups,
      int kernels,
      int atomicKernels,
      long weightsPerKernel,
      int weightBits,
      int beatBytes,
      List<Long> compressedEnds) {
    this.kernels = kernels;
    this.atomicKernels = atomicKernels;
    this.weightsPerKernel = weightsPerKernel;
    this.weightBits = weightBits;
    this.beatBytes = beatBytes;
    this.compressedEnds = List.copyOf(compressedEnds);
    // In the innermost loops: once here.
    this.perConvolutionGroup = (kernels + atomicKernels - 1) / atomicKernels;
    this.count = convolutionGroups * perConvolutionGroup;
    this.groupBytes = largestGroup();
    this.wholeBytes = convolutionGroup();
    this.totalBytes = StoredTensors.alignedBytes(end(count - 1));
  }

  public static KernelGroups of(
      LayerWorkload.Convolution c, int atomicKernels, MemoryConfig memory) {
    return new KernelGroups(
        c.groups(),
        c.outputChannels() / c.groups(),
        atomicKernels,
        (long) (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth(),
        c.weightBits(),
        memory.beatBytes(),
        c.zeroWeights().isEmpty() ? List.of() : compressedEnds(c, atomicKernels, memory));
  }

  /**
   * Where kernel groups end if each is a mask of a bit a weight, the weights that are not zero, and
   * its size.
   */
  private static List<Long> compressedEnds(
      LayerWorkload.Convolution c, int atomicKernels, MemoryConfig memory) {
    KernelGroups plain = of(c.withZeroWeights(List.of()), atomicKernels, memory);
    List<Long> ends = new ArrayList<>();
    long end = 0;
    for (int g = 0; g < plain.count(); g++) {
      int from = plain.firstKernel(g);
      long weights = plain.weightsPerKernel * plain.kernelsOf(g);
      long zeros =
          c.zeroWeights().subList(from, from + plain.kernelsOf(g)).stream()
              .mapToLong(Integer::longValue)
              .sum();
      end +=
          StoredTensors.weightBytes(weights, 1)
              + StoredTensors.weightBytes(weights - zeros, c.weightBits())
              + GROUP_SIZE_BYTES;
      ends.add(end);
    }
    return ends;
  }

  /** Kernels of one group of the convolution. */
  public int kernels() {
    return kernels;
  }

  /** Kernels of a full kernel group. */
  public int atomicKernels() {
    return atomicKernels;
  }

  /** Channels of one group of the convolution x R x S. */
  public long weightsPerKernel() {
    return weightsPerKernel;
  }

  /** Whether zeros are left out. */
  public boolean isCompressed() {
    return !compressedEnds.isEmpty();
  }

  /** Kernel groups of the layer. */
  public int count() {
    return count;
  }

  /** Kernel groups of one group of the convolution. */
  public int perConvolutionGroup() {
    return perConvolutionGroup;
  }

  /** First output channel of kernel group {@code g}. */
  public int firstKernel(int g) {
    return g / perConvolutionGroup() * kernels + g % perConvolutionGroup() * atomicKernels;
  }

  /** Kernels of kernel group {@code g}, at most atomicKernels. */
  public int kernelsOf(int g) {
    return Math.min(atomicKernels, kernels - g % perConvolutionGroup() * atomicKernels);
  }

  /** Bytes from the first weight to where kernel group {@code g} begins. */
  public long beginByte(int g) {
    if (isCompressed()) {
      return g == 0 ? 0 : compressedEnds.get(g - 1);
    }
    return g / perConvolutionGroup * wholeBytes + g % perConvolutionGroup * groupBytes;
  }

  /** Bytes from the first weight to where kernel group {@code g} ends; of the last, all bytes. */
  public long endByte(int g) {
    return g == count() - 1 ? totalBytes() : end(g);
  }

  /** All weights, padded. */
  public long totalBytes() {
    return totalBytes;
  }

  /** The largest kernel group with what aligns the next. */
  public long groupBytes() {
    return groupBytes;
  }

  private long largestGroup() {
    if (isCompressed()) {
      long largest = 0;
      for (int g = 0; g < count(); g++) {
        largest = Math.max(largest, end(g) - beginByte(g));
      }
      return largest;
    }
    return StoredTensors.naturalBytes(bytes(Math.min(kernels, atomicKernels)), beatBytes);
  }

  /** The last kernel group with the padding behind it. */
  public long lastBytes() {
    return totalBytes() - beginByte(count() - 1);
  }

  private long end(int g) {
    return isCompressed() ? compressedEnds.get(g) : beginByte(g) + bytes(kernelsOf(g));
  }

  /** The kernel groups of one group of the convolution, with what aligns the next. */
  private long convolutionGroup() {
    int full = perConvolutionGroup - 1;
    long group = groupBytes;
    long last = bytes(kernels - full * atomicKernels);
    return StoredTensors.padded(full * group + last, StoredTensors.alignment(group, beatBytes));
  }

  private long bytes(int count) {
    return StoredTensors.weightBytes(weightsPerKernel * count, weightBits);
  }
}
