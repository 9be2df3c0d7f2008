package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.ParameterBeats;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.Stripes;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * One band of a convolution as the dot-product array runs it.
 *
 * @param operations atomic operations of one stripe: channel blocks x R x S x passes
 * @param input what this band fetches of it
 * @param weightCapacityBytes banks left for weights
 */
record DotProductJob(
    LayerWorkload.Convolution layer,
    Band band,
    KernelGroups weights,
    long operations,
    InputCube input,
    Stripes stripes,
    long weightCapacityBytes,
    Boundary boundary) {

  static DotProductJob of(
      LayerWorkload.Convolution c,
      ArrayConfig.DotProduct array,
      MemoryConfig memory,
      KernelGroups weights,
      long operations,
      RowBands rows,
      Band band) {
    long positions = (long) band.rows() * c.outputWidth();
    return new DotProductJob(
        c,
        band,
        weights,
        operations,
        rows.boundary().inputOnChip()
            ? InputCube.NONE
            : InputCube.of(c, band.inputRows(), array.pipeline().fetchGrain(), memory),
        Stripes.of(positions, array.atomicKernels()),
        rows.weightCapacityBytes(),
        rows.boundary());
  }

  /** Atomic operations of one stripe, whatever the kernels. */
  static long operations(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, PrecisionConfig precision) {
    DotProductMapping mapping = DotProductMapping.of(c, array, precision);
    long channels = c.inputChannels() / c.groups();
    long columns = c.window().kernelWidth();
    long blocks =
        mapping.packed()
            ? ceil(channels * columns, mapping.channelsPerClock())
            : ceil(channels, mapping.channelsPerClock()) * columns;
    return blocks * c.window().kernelHeight() * mapping.passes();
  }

  /** What the post-processor reads of its channels. */
  ParameterBeats parameters(HardwareConfig hardware) {
    return ParameterBeats.of(layer, weights, hardware);
  }

  /** Output positions of the band. */
  long positions() {
    return (long) band.rows() * layer.outputWidth();
  }

  /** Bytes of the input rows this band fetches. */
  long dataBytes() {
    return input.bytes();
  }

  int kernelGroups() {
    return weights.count();
  }

  /** Weight bytes this band fetches. */
  long weightBytes() {
    return band.weightsKept() ? 0 : weights.totalBytes() - boundary.weightBytesOnChip();
  }

  /**
   * Whether kernel group {@code g} fits beside those not yet released, or is alone and must do.
   *
   * @param released kernel groups from the first whose weights are no longer needed
   */
  boolean fits(int g, int released) {
    return g == released || weights.endByte(g) - weights.beginByte(released) <= weightCapacityBytes;
  }

  /** Clocks of the last atomic operation in which no position comes, for its stripe is short. */
  long lastPadding(ArrayConfig.DotProduct array) {
    return Math.max(0, array.atomicKernels() - stripes.length(stripes.count() - 1));
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
