package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.Stripes;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * A convolution (or a band of its output rows) as the dot-product array runs it.
 *
 * @param operations atomic operations of one stripe: channel blocks x R x S x passes
 * @param kernelGroups groups of kernels computed one after the other
 * @param groupBytes weight bytes of a full kernel group; {@code lastGroupBytes} of the last one
 * @param weightBytes all weights, aligned
 * @param dataBytes the input rows this band reads
 * @param positions output positions of the band
 */
record DotProductJob(
    long operations,
    int kernelGroups,
    long groupBytes,
    long lastGroupBytes,
    long weightBytes,
    long dataBytes,
    long positions,
    Stripes stripes) {

  /**
   * The band of output rows {@code [firstRow, pastRow)}.
   *
   * @return its job, with the input rows it really reads (padding not fetched)
   */
  static DotProductJob of(
      LayerWorkload.Convolution c,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      int firstRow,
      int pastRow) {
    PrecisionConfig precision = hardware.precision();
    MemoryConfig memory = hardware.memory();
    Window w = c.window();
    int products = precision.productsPerMac(c.weightBits(), c.inputBits());
    boolean spatial = precision.composition() == Composition.SPATIAL;
    int atomicChannels = array.atomicChannels();
    int atomicKernels = array.atomicKernels();
    int passes = products;
    if (spatial && products > 1) {
      int byChannels = Math.min(products, atomicChannels);
      atomicChannels /= byChannels;
      passes = (products + byChannels - 1) / byChannels;
    }
    int channels = c.inputChannels() / c.groups();
    int kernels = c.outputChannels() / c.groups();
    boolean packed = packed(c, array);
    long blocks =
        packed
            ? ceil((long) channels * w.kernelWidth(), atomicChannels)
            : ceil(channels, atomicChannels) * w.kernelWidth();
    long operations = blocks * w.kernelHeight() * passes;
    int groupsOfKernels = (int) ceil(kernels, atomicKernels);
    long perKernel = (long) channels * w.kernelHeight() * w.kernelWidth();
    int full = Math.min(kernels, atomicKernels);
    long total = StoredTensors.alignedWeightBytes(perKernel * c.outputChannels(), c.weightBits());
    long groupBytes = StoredTensors.weightBytes(perKernel * full, c.weightBits());
    int count = groupsOfKernels * c.groups();
    long last = Math.max(0, total - groupBytes * (count - 1));
    long positions = (long) (pastRow - firstRow) * c.outputWidth();
    return new DotProductJob(
        operations,
        count,
        groupBytes,
        last,
        total,
        StoredTensors.cubeBytes(
            c.inputChannels(),
            inputRows(c, firstRow, pastRow),
            c.inputWidth(),
            c.inputBits(),
            memory),
        positions,
        Stripes.of(positions, array.atomicKernels()));
  }

  /** Images of at most 4 channels fill the array's channels with kernel columns. */
  static boolean packed(LayerWorkload.Convolution c, ArrayConfig.DotProduct array) {
    return array.packFirstLayer()
        && c.imageInput()
        && c.inputChannels() <= 4
        && c.groups() == 1
        && c.window().dilationWidth() == 1;
  }

  /**
   * Input rows fetched for output rows {@code [firstRow, pastRow)}: those read and those up to the
   * next band that no window reads, in the last band all that are left, for the fetch unit takes
   * the cube whole.
   */
  static int inputRows(LayerWorkload.Convolution c, int firstRow, int pastRow) {
    Window w = c.window();
    int first = Math.max(0, firstRow * w.strideHeight() - w.padTop());
    int read = (pastRow - 1) * w.strideHeight() - w.padTop() + w.spanHeight();
    int next = pastRow * w.strideHeight() - w.padTop();
    int past =
        pastRow == c.outputHeight()
            ? c.inputHeight()
            : Math.min(c.inputHeight(), Math.max(read, next));
    return Math.max(1, past - first);
  }

  /** Weight bytes of kernel group {@code g}. */
  long bytesOfGroup(int g) {
    return g == kernelGroups - 1 ? lastGroupBytes : groupBytes;
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
