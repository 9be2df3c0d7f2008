package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/**
 * Operands of a fused add, read in the order in which positions are delivered: for each kernel
 * group the atoms that it needs and no group before it had. As deep as it needs to be.
 */
final class OperandQueue {
  private final List<Integer> bits;
  private final KernelGroups groups;
  private final MemoryConfig memory;
  private long arrived;
  private long wanted;
  private int group;

  OperandQueue(List<Integer> bits, KernelGroups groups, MemoryConfig memory) {
    this.bits = bits;
    this.groups = groups;
    this.memory = memory;
    this.wanted = bytesPerPosition(0);
  }

  /** Atoms that a position of kernel group {@code g} reads, bytes. */
  long bytesPerPosition(int g) {
    long atoms = 0;
    for (int width : bits) {
      int elements = StoredTensors.elementsPerAtom(width, memory);
      int past = groups.firstKernel(g) + groups.kernelsOf(g);
      for (int channel = groups.firstKernel(g); channel < past; channel++) {
        atoms += channel % elements == 0 ? 1 : 0;
      }
    }
    return atoms * memory.atomBytes();
  }

  void receive(int bytes) {
    arrived += bytes;
  }

  /** Whether the operands of the next position are there. */
  boolean isThere() {
    return arrived >= wanted;
  }

  /** The next position is done with its operands. */
  void take() {
    arrived -= wanted;
  }

  void nextGroup() {
    group++;
    wanted = group < groups.count() ? bytesPerPosition(group) : 0;
  }
}
