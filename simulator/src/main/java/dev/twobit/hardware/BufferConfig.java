package dev.twobit.hardware;

/**
 * On-chip operand buffer (NVDLA's convolution buffer, the Edge TPU's narrow memory).
 *
 * @param banks equally large; data and weights never share one
 * @param bankBytes capacity of one bank
 * @param keepsActivations results may stay for the next layer; matters only to layers back to back
 * @param prefetchesWeights the next layer's first weights may come while a layer runs; likewise
 */
public record BufferConfig(
    int banks, int bankBytes, boolean keepsActivations, boolean prefetchesWeights) {
  /** Every layer begins and ends with an empty buffer. */
  public BufferConfig(int banks, int bankBytes) {
    this(banks, bankBytes, false, false);
  }

  public long capacityBytes() {
    return (long) banks * bankBytes;
  }
}
