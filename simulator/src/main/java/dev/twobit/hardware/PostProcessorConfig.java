package dev.twobit.hardware;

/**
 * What takes accumulators to memory: scale, thresholds, pooling, element-wise add.
 *
 * @param outputElementsPerCycle convolution outputs delivered a clock
 * @param poolingElementsPerCycle pooling inputs consumed a clock
 * @param elementwiseElementsPerCycle add and other element-wise outputs a clock
 */
public record PostProcessorConfig(
    int outputElementsPerCycle, int poolingElementsPerCycle, int elementwiseElementsPerCycle) {}
