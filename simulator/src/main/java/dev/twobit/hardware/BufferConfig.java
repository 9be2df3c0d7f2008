package dev.twobit.hardware;

/**
 * On-chip operand buffer (NVDLA's convolution buffer, the Edge TPU's narrow memory).
 *
 * @param banks equally large; data and weights never share one
 * @param bankBytes capacity of one bank
 */
public record BufferConfig(int banks, int bankBytes) {
  public long capacityBytes() {
    return (long) banks * bankBytes;
  }
}
