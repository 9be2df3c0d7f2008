package dev.twobit.simulator;

import dev.twobit.hardware.AreaConfig;
import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;

/**
 * Silicon of an accelerator by component, square micrometres, from the figures of its file.
 *
 * @param macs native MACs with their registers
 * @param shiftAccumulators one a kernel lane (dot product) or column (systolic)
 * @param postProcessor as stated: no source splits it by throughput
 */
public record AreaEstimate(
    double macs, double shiftAccumulators, double buffer, double postProcessor) {

  public static AreaEstimate of(HardwareConfig hardware) {
    AreaConfig area = hardware.area();
    ArrayConfig array = hardware.array();
    int lanes =
        array instanceof ArrayConfig.DotProduct d
            ? d.atomicKernels()
            : ((ArrayConfig.Systolic) array).columns();
    return new AreaEstimate(
        array.macUnits() * area.macSquareMicrometres(),
        lanes * area.shiftAccumulatorSquareMicrometres(),
        area.bufferSquareMicrometres(),
        area.postProcessorSquareMicrometres());
  }

  public double totalSquareMillimetres() {
    return (macs + shiftAccumulators + buffer + postProcessor) * 1e-6;
  }
}
