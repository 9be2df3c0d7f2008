package dev.twobit.hardware;

/**
 * Energy per event, each from a cited row; node scaling, where used, is stated in the YAML.
 *
 * @param macPicojoules one native MAC including its registers
 * @param composedMacPicojoules one native product within a composed wider product
 * @param sramReadPicojoulesPerByte operand buffer read
 * @param sramWritePicojoulesPerByte operand buffer write
 * @param dramPicojoulesPerByte external memory, read or write
 * @param postProcessorPicojoulesPerElement one element through the post-processor
 * @param leakageMilliwatts array and buffers, over the whole time
 */
public record EnergyConfig(
    double macPicojoules,
    double composedMacPicojoules,
    double sramReadPicojoulesPerByte,
    double sramWritePicojoulesPerByte,
    double dramPicojoulesPerByte,
    double postProcessorPicojoulesPerElement,
    double leakageMilliwatts) {}
