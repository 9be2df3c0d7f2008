package dev.twobit.hardware;

/**
 * Silicon area from the same sources as the energies.
 *
 * @param macSquareMicrometres one native MAC with its registers
 * @param shiftAccumulatorSquareMicrometres per accumulator, for composed precisions
 * @param bufferSquareMicrometres the operand buffer
 * @param postProcessorSquareMicrometres the post-processor
 */
public record AreaConfig(
    double macSquareMicrometres,
    double shiftAccumulatorSquareMicrometres,
    double bufferSquareMicrometres,
    double postProcessorSquareMicrometres) {}
