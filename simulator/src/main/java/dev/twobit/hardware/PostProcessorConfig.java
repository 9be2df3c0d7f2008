package dev.twobit.hardware;

/**
 * What takes accumulators to memory: scale, thresholds, pooling, element-wise add.
 *
 * @param outputElementsPerCycle convolution outputs delivered a clock
 * @param poolingElementsPerCycle pooling inputs consumed a clock
 * @param elementwiseElementsPerCycle add and other element-wise outputs a clock
 * @param parameterFifoBeats beats of thresholds, multipliers and biases that it reads ahead; of
 *     dot-product arrays (simulator/docs/nvdla-rtl.md#operands-of-the-post-processor)
 */
public record PostProcessorConfig(
    int outputElementsPerCycle,
    int poolingElementsPerCycle,
    int elementwiseElementsPerCycle,
    int parameterFifoBeats) {
  /** What nv_small's FIFOs and registers hold. */
  public static final int RTL_FIFO_BEATS = 40;

  /** One that reads as far ahead as the RTL's. */
  public PostProcessorConfig(
      int outputElementsPerCycle, int poolingElementsPerCycle, int elementwiseElementsPerCycle) {
    this(
        outputElementsPerCycle,
        poolingElementsPerCycle,
        elementwiseElementsPerCycle,
        RTL_FIFO_BEATS);
  }
}
