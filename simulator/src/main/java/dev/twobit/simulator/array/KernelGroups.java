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
 *
 * @param convolutionGroups groups of the convolution, each cut into kernel groups of its own
 * @param kernels kernels of one group of the convolution
 * @param atomicKernels kernels of a full kernel group
 * @param weightsPerKernel channels of one group of the convolution x R x S
 * @param weightBits width of one weight
 * @param beatBytes of the memory
 * @param compressedEnds byte at which each kernel group ends if zeros are left out; else empty
 */
public record KernelGroups(
    int convolutionGroups,
    int kernels,
    int atomicKernels,
    long weightsPerKernel,
    int weightBits,
    int beatBytes,
    List<Long> compressedEnds) {
  public KernelGroups {
    compressedEnds = List.copyOf(compressedEnds);
  }

  /** Bytes that say how long a compressed kernel group is (NVDLA's WGS). */
  private static final int GROUP_SIZE_BYTES = 4;

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

  /** Whether zeros are left out. */
  public boolean isCompressed() {
    return !compressedEnds.isEmpty();
  }

  /** Kernel groups of the layer. */
  public int count() {
    return convolutionGroups * perConvolutionGroup();
  }

  /** Kernel groups of one group of the convolution. */
  public int perConvolutionGroup() {
    return (kernels + atomicKernels - 1) / atomicKernels;
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
    int each = perConvolutionGroup();
    return g / each * wholeBytes() + g % each * groupBytes();
  }

  /** Bytes from the first weight to where kernel group {@code g} ends; of the last, all bytes. */
  public long endByte(int g) {
    return g == count() - 1 ? totalBytes() : end(g);
  }

  /** All weights, padded. */
  public long totalBytes() {
    return StoredTensors.alignedBytes(end(count() - 1));
  }

  /** The largest kernel group with what aligns the next. */
  public long groupBytes() {
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
  private long wholeBytes() {
    int full = perConvolutionGroup() - 1;
    long group = groupBytes();
    long last = bytes(kernels - full * atomicKernels);
    return StoredTensors.padded(full * group + last, StoredTensors.alignment(group, beatBytes));
  }

  private long bytes(int count) {
    return StoredTensors.weightBytes(weightsPerKernel * count, weightBits);
  }
}
