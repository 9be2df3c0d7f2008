package dev.twobit.hardware;

import dev.twobit.hardware.PrecisionConfig.Composition;

/**
 * Area of an accelerator by part, square micrometres of the node that its sources name.
 *
 * @param macsSquareMicrometres the native MACs, fused ones with spatial composition
 * @param shiftAccumulatorsSquareMicrometres of temporal composition
 * @param sumAddersSquareMicrometres the column of adders of mid_rise codes
 * @param macArraySquareMicrometres the three before
 * @param bufferSquareMicrometres the operand buffer
 * @param postProcessorSquareMicrometres post-processor and the rest of the core
 * @param wholeCoreSquareMicrometres all of it
 */
public record SiliconArea(
    double macsSquareMicrometres,
    double shiftAccumulatorsSquareMicrometres,
    double sumAddersSquareMicrometres,
    double macArraySquareMicrometres,
    double bufferSquareMicrometres,
    double postProcessorSquareMicrometres,
    double wholeCoreSquareMicrometres) {

  public static SiliconArea of(HardwareConfig hardware) {
    AreaConfig area = hardware.area();
    ArrayUnits units = ArrayUnits.of(hardware);
    double mac =
        hardware.precision().composition() == Composition.SPATIAL
            ? area.fusedMacSquareMicrometres()
            : area.macSquareMicrometres();
    double macs = units.macs() * mac;
    double shiftAccumulators = units.shiftAccumulators() * area.shiftAccumulatorSquareMicrometres();
    double sumAdders = units.sumAdders() * mac;
    double array = macs + shiftAccumulators + sumAdders;
    double buffer = hardware.buffer().capacityBytes() * area.bufferSquareMicrometresPerByte();
    double post = area.postProcessorSquareMicrometres();
    return new SiliconArea(
        macs, shiftAccumulators, sumAdders, array, buffer, post, array + buffer + post);
  }
}
