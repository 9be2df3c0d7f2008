package dev.twobit.hardware;

/**
 * Energy per event, each from a cited row; node scaling, where used, is stated in the YAML.
 *
 * @param macPicojoules one native MAC including its accumulator and pipeline registers
 * @param composedMacPicojoules one native product within a wider product, temporal composition
 * @param fusedMacPicojoules one native product of a fusion unit, spatial composition; in place of
 *     both
 * @param sramReadPicojoulesPerByte operand buffer read
 * @param sramWritePicojoulesPerByte operand buffer write
 * @param dramPicojoulesPerByte external memory, read or write
 * @param postProcessorPicojoulesPerElement one element through the post-processor
 * @param macLeakageNanowatts one native MAC, all the time
 * @param fusedMacLeakageNanowatts the same of a fusion unit's
 * @param shiftAccumulatorLeakageNanowatts one shift-accumulator of temporal composition
 */
public record EnergyConfig(
    double macPicojoules,
    double composedMacPicojoules,
    double fusedMacPicojoules,
    double sramReadPicojoulesPerByte,
    double sramWritePicojoulesPerByte,
    double dramPicojoulesPerByte,
    double postProcessorPicojoulesPerElement,
    double macLeakageNanowatts,
    double fusedMacLeakageNanowatts,
    double shiftAccumulatorLeakageNanowatts) {}
