package dev.twobit.simulator.engine.tick;

/** The grid of PEs of a systolic array with its skew registers. */
interface ProcessingElements {
  /** A stationary operand begins to come in, if the dataflow has one. */
  void load(Fold fold, long clock);

  /** Vector {@code vector} of a fold enters at the edge. */
  void inject(Fold fold, int vector, long clock);

  /**
   * One clock of all PEs.
   *
   * @return loads that ended in this clock in all columns
   */
  int clock(long clock);

  /** Operand bits read from the buffers. */
  long readBits();

  /** Native products of real rows and columns. */
  long products();
}
