package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/** What the post-processor does with the elements of an input pixel. */
interface PixelUnit {
  void element(int channel, int pixel);

  /** All channels of a pixel are done; bytes that can be written now. */
  long end(int pixel);

  /** Bytes of the atoms of one pixel at several widths. */
  static long bytes(List<Integer> widths, int channels, MemoryConfig memory) {
    long atoms = 0;
    for (int bits : widths) {
      int elements = StoredTensors.elementsPerAtom(bits, memory);
      atoms += (channels + elements - 1) / elements;
    }
    return atoms * memory.atomBytes();
  }
}
