package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/**
 * Collects results into atoms: an atom goes to memory when its last channel is there, which for
 * narrow results may be kernel groups later.
 */
final class AtomFill {
  private final int channels;
  private final int positions;
  private final int atomBytes;
  private final int[] elements;
  private final short[][] filled;

  AtomFill(List<Integer> bits, int channels, int positions, MemoryConfig memory) {
    this.channels = channels;
    this.positions = positions;
    this.atomBytes = memory.atomBytes();
    this.elements = bits.stream().mapToInt(b -> StoredTensors.elementsPerAtom(b, memory)).toArray();
    this.filled = new short[elements.length][];
    for (int i = 0; i < elements.length; i++) {
      filled[i] = new short[(channels + elements[i] - 1) / elements[i] * positions];
    }
  }

  /** A result of one copy; the bytes of its atom if that is now complete, else 0. */
  int add(int copy, int channel, int position) {
    int surface = channel / elements[copy];
    int wanted = Math.min(elements[copy], channels - surface * elements[copy]);
    int count = ++filled[copy][surface * positions + position];
    return count == wanted ? atomBytes : 0;
  }
}
