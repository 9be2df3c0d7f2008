package dev.twobit.simulator.array;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * A band's input as the dot-product array fetches it: grain by grain of lines, in a grain surface
 * by surface, in a surface line by line. A line begins on a beat. One pixel is packed: a line of
 * one surface with an atom a column (simulator/docs/nvdla-rtl.md#the-fetch-unit).
 *
 * @param surfaces atoms of one pixel; 0 if nothing is fetched
 * @param lines of each surface
 * @param lineBytes of one line of one surface
 * @param grain lines of one pass over the surfaces, at most all
 */
public record InputCube(int surfaces, int lines, long lineBytes, int beatBytes, int grain) {
  /** Nothing to fetch. */
  public static final InputCube NONE = new InputCube(0, 0, 0, 1, 1);

  /**
   * @param lines input rows of the band
   * @param grain lines that the array fetches in one pass over the surfaces
   */
  public static InputCube of(
      LayerWorkload.Convolution c, int lines, int grain, MemoryConfig memory) {
    int elements = StoredTensors.elementsPerAtom(c.inputBits(), memory);
    int surfaces = (c.inputChannels() + elements - 1) / elements;
    long atom = memory.atomBytes();
    return lines == 1 && c.inputWidth() == 1
        ? new InputCube(1, 1, surfaces * atom, memory.beatBytes(), 1)
        : new InputCube(
            surfaces, lines, c.inputWidth() * atom, memory.beatBytes(), Math.min(grain, lines));
  }

  /** Lines {@code [from, past)} alone, from a pass on. */
  public InputCube lines(int from, int past) {
    if (past <= from) {
      return NONE;
    }
    return from == 0 && past == lines
        ? this
        : new InputCube(surfaces, past - from, lineBytes, beatBytes, Math.min(grain, past - from));
  }

  /** Bytes of one line of all surfaces. */
  public long rowBytes() {
    return surfaces * lineBytes;
  }

  /** Lines of the passes that so much room takes. */
  public int wholePasses(long roomBytes) {
    long rows = Math.max(0, roomBytes) / rowBytes();
    return rows >= lines ? lines : (int) (rows / grain * grain);
  }

  /** Beats of one line of one surface. */
  public long lineBeats() {
    return (lineBytes + beatBytes - 1) / beatBytes;
  }

  public long beats() {
    return (long) surfaces * lines * lineBeats();
  }

  public long bytes() {
    return (long) surfaces * lines * lineBytes;
  }

  /** Passes over the surfaces. */
  public int grains() {
    return (lines + grain - 1) / grain;
  }

  /** Lines of one pass. */
  public int linesOf(int pass) {
    return Math.min(grain, lines - pass * grain);
  }
}
