package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/** Bytes of one output pixel's atoms that a run of output channels has to do with. */
final class ChannelAtoms {
  private ChannelAtoms() {}

  /** Atoms whose last channel is in {@code [from, past)}, over all copies of the output. */
  static long completed(LayerWorkload.Convolution c, int from, int past, MemoryConfig memory) {
    long atoms = 0;
    for (int bits : c.outputBits()) {
      int elements = StoredTensors.elementsPerAtom(bits, memory);
      atoms += (past == c.outputChannels() ? ceil(past, elements) : past / elements);
      atoms -= from / elements;
    }
    return atoms * memory.atomBytes();
  }

  /** Atoms whose first channel is in {@code [from, past)}, over all operands of a fused add. */
  static long begun(LayerWorkload.Convolution c, int from, int past, MemoryConfig memory) {
    long atoms = 0;
    for (int bits : c.fusedAddBits()) {
      int elements = StoredTensors.elementsPerAtom(bits, memory);
      atoms += ceil(past, elements) - ceil(from, elements);
    }
    return atoms * memory.atomBytes();
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
