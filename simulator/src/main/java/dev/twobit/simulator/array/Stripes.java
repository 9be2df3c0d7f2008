package dev.twobit.simulator.array;

/**
 * How the NVDLA sequencer cuts output positions into stripes (simulator/docs/nvdla-rtl.md#stripes):
 * 2 x atomK positions while at least 4 x atomK remain, the rest at once if at most 2 x atomK, else
 * atomK.
 *
 * @param full stripes of {@code fullLength} = 2 x atomK positions, first
 * @param half stripes of atomK positions, next; at most two
 * @param last length of the last stripe
 */
public record Stripes(long full, int half, int last, int fullLength) {
  public static Stripes of(long positions, int atomicKernels) {
    int length = 2 * atomicKernels;
    long full = positions < 2L * length ? 0 : (positions - 2L * length) / length + 1;
    int rest = (int) (positions - full * length);
    int half = 0;
    while (rest > length) {
      rest -= atomicKernels;
      half++;
    }
    return new Stripes(full, half, rest, length);
  }

  public long count() {
    return full + half + 1;
  }

  /** Length of stripe {@code i}. */
  public int length(long i) {
    if (i < full) {
      return fullLength;
    }
    return i < full + half ? fullLength / 2 : last;
  }
}
