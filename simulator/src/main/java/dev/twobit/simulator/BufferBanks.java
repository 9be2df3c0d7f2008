package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import dev.twobit.simulator.workload.StoredTensors;

/** What a convolution in one operation takes of the buffer: whole banks for each operand. */
record BufferBanks(HardwareConfig hardware) {
  long inputBytes(Convolution c) {
    return banks(
        StoredTensors.cubeBytes(
            c.inputChannels(), c.inputHeight(), c.inputWidth(), c.inputBits(), hardware.memory()));
  }

  /** Of one copy. */
  long outputBytes(Convolution c) {
    return banks(
        StoredTensors.cubeBytes(
            c.outputChannels(),
            c.outputHeight(),
            c.outputWidth(),
            c.outputBits().get(0),
            hardware.memory()));
  }

  /**
   * What is left for weights.
   *
   * @param keeps whether the output stays too
   */
  long weightRoom(Convolution c, boolean keeps) {
    return hardware.buffer().capacityBytes() - inputBytes(c) - (keeps ? outputBytes(c) : 0);
  }

  /** Activations and weights never share a bank. */
  private long banks(long bytes) {
    int bank = hardware.buffer().bankBytes();
    return (bytes + bank - 1) / bank * bank;
  }
}
