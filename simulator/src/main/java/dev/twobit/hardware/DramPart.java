package dev.twobit.hardware;

/**
 * DRAM by what is printed on it. Timing is in clocks of its own bus, of which each carries two
 * transfers.
 */
public enum DramPart {
  /**
   * DDR4-2400, 8 Gbit x8 (Micron MT40A1G8PM-083E): DRAMsim3 configs/DDR4_8Gb_x8_2400.ini; tRTP,
   * which that leaves out, is Ramulator's, src/DDR4.h.
   */
  DDR4_2400(
      1200,
      new Banks(4, 4, 1024, 8),
      new Row(16, 39, 16, 9),
      new Spacing(4, 6, 4, 6, 26),
      20,
      new Refresh(420, 9364)),
  /**
   * LPDDR4-3200, 8 Gbit x16: Ramulator src/LPDDR4.h and LPDDR4.cpp, with all banks refreshed at
   * once.
   */
  LPDDR4_3200(
      1600,
      new Banks(1, 8, 1024, 16),
      new Row(29, 68, 27, 14),
      new Spacing(8, 8, 16, 16, 64),
      43,
      new Refresh(288, 6247));

  /**
   * How a chip is divided.
   *
   * @param groups of banks; bursts of different groups may follow one another more closely
   * @param perGroup banks of each
   * @param columns of a row, each as wide as the bus
   * @param burstLength transfers of one access
   */
  public record Banks(int groups, int perGroup, int columns, int burstLength) {}

  /**
   * What a change of rows takes.
   *
   * @param toRead from a row's being opened to the first read of it (tRCD)
   * @param open from a row's being opened to its being closed, at least (tRAS)
   * @param close from a row's being closed to another's being opened (tRP)
   * @param readToClose from a read to the row's being closed (tRTP)
   */
  public record Row(int toRead, int open, int close, int readToClose) {}

  /**
   * How closely commands may follow one another.
   *
   * @param reads of different groups of banks (tCCD_S), {@code readsOfGroup} of the same (tCCD_L)
   * @param opens of rows in different groups (tRRD_S), {@code opensOfGroup} in the same (tRRD_L)
   * @param fourOpens from one to the fourth after it (tFAW)
   */
  public record Spacing(int reads, int readsOfGroup, int opens, int opensOfGroup, int fourOpens) {}

  /**
   * What keeps the cells from forgetting.
   *
   * @param takes clocks in which nothing else is done (tRFC)
   * @param every so many (tREFI)
   */
  public record Refresh(int takes, int every) {
    /** Share of all clocks that is left. */
    public double leaves() {
      return 1 - (double) takes / every;
    }
  }

  private final int megahertz;
  private final Banks banks;
  private final Row row;
  private final Spacing spacing;
  private final int readCycles;
  private final Refresh refresh;

  DramPart(int megahertz, Banks banks, Row row, Spacing spacing, int readCycles, Refresh refresh) {
    this.megahertz = megahertz;
    this.banks = banks;
    this.row = row;
    this.spacing = spacing;
    this.readCycles = readCycles;
    this.refresh = refresh;
  }

  /** Of the bus. */
  public int megahertz() {
    return megahertz;
  }

  public Banks banks() {
    return banks;
  }

  public Row row() {
    return row;
  }

  public Spacing spacing() {
    return spacing;
  }

  /** From a read of an open row to the end of its burst. */
  public int readCycles() {
    return readCycles;
  }

  public Refresh refresh() {
    return refresh;
  }
}
