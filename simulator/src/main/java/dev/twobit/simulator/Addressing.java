package dev.twobit.simulator;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/**
 * What an accelerator's DMA reaches by addresses alone.
 *
 * @param strided it has a stride of lines and one of surfaces, so that a part of a tensor in whole
 *     atoms of channels, or in whole rows, is read or written where it lies ({@code
 *     memory.stridedViews})
 * @param atomBytes of the memory
 */
public record Addressing(boolean strided, int atomBytes) {
  /** Where no accelerator is meant: NVDLA's. */
  public static final Addressing STRIDED = new Addressing(true, 8);

  /** Of a memory. */
  public static Addressing of(MemoryConfig memory) {
    return new Addressing(memory.stridedViews(), memory.atomBytes());
  }

  /** Whether so many channels are whole atoms at each of the widths. */
  boolean wholeAtoms(int channels, List<Integer> widths) {
    return widths.stream()
        .allMatch(bits -> channels % StoredTensors.elementsPerAtom(bits, atomBytes) == 0);
  }
}
