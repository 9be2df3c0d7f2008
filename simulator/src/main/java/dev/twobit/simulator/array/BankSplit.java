package dev.twobit.simulator.array;

import dev.twobit.hardware.BufferConfig;

/** How an operation divides the buffer's banks: activations and weights never share one. */
public record BankSplit(int dataBanks, int weightBanks) {

  /** As many banks as the weights that are held at once need, at least one; the rest for input. */
  public static BankSplit of(RowBands rows, BufferConfig buffer) {
    long banks =
        Math.min(
            buffer.banks() - 1L,
            (Math.min(rows.weightCapacityBytes(), buffer.capacityBytes()) + buffer.bankBytes() - 1)
                / buffer.bankBytes());
    int weights = (int) Math.max(1, banks);
    return new BankSplit(Math.max(1, buffer.banks() - weights), weights);
  }

  /** Room for input. */
  public long dataBytes(BufferConfig buffer) {
    return (long) dataBanks * buffer.bankBytes();
  }

  /** Room for weights. */
  public long weightBytes(BufferConfig buffer) {
    return (long) weightBanks * buffer.bankBytes();
  }
}
