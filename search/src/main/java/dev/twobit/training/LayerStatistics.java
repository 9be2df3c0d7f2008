package dev.twobit.training;

import java.util.OptionalDouble;

/**
 * What a layer with weights reads and makes in evaluation, over all elements and images
 * (search/docs/methods.md#figures-and-tables). Signal-to-noise ratios are those of quantization and
 * absent where nothing is quantized, or where there is no noise.
 *
 * @param inputDeviation standard deviation of the tensor it reads, before its quantizer
 * @param outputDeviation of its own output, before batch normalization
 * @param inputSqnrDecibels 10 log10 of sum x^2 over sum (x - Q(x))^2
 * @param outputSqnrDecibels signal: its output of unquantized operands; noise: what quantizing both
 *     changes
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record LayerStatistics(
    String layer,
    double inputDeviation,
    double outputDeviation,
    OptionalDouble inputSqnrDecibels,
    OptionalDouble outputSqnrDecibels) {}
