package dev.twobit.hardware;

/**
 * DRAM behind a port, one channel of it.
 *
 * @param busBits data lines, a multiple of 8
 */
public record DramConfig(DramPart part, int busBits) {
  /** The port says all: a beat every so many clocks, wherever it lies. */
  public static final DramConfig NONE = new DramConfig(DramPart.DDR4_2400, 0);

  /** Whether the port has a DRAM behind it that is modelled. */
  public boolean isPresent() {
    return busBits > 0;
  }

  /** Bytes of one access. */
  public int burstBytes() {
    return busBits / 8 * part.banks().burstLength();
  }

  /** Bytes of one row of one bank. */
  public int rowBytes() {
    return busBits / 8 * part.banks().columns();
  }

  /**
   * Accelerator clocks that so many clocks of the bus are, with refresh's share, which is spread
   * evenly.
   */
  public double cycles(double busClocks, double clockMegahertz) {
    return busClocks * clockMegahertz / part.megahertz() / part.refresh().leaves();
  }

  /** Accelerator clocks of one beat among many that follow one another in memory. */
  private double sequentialCycles(int beatBytes, double clockMegahertz) {
    return cycles((double) part.spacing().reads() * beatBytes / burstBytes(), clockMegahertz);
  }

  /** From a read of a closed row to its first burst, in accelerator clocks. */
  private int latencyCycles(double clockMegahertz) {
    int busClocks = part.row().toRead() + part.readCycles();
    return (int) Math.ceil(busClocks * clockMegahertz / part.megahertz());
  }

  /**
   * A port with this behind it: no faster than either, and with the way of both to the first beat.
   *
   * @param clockMegahertz of the accelerator
   */
  public MemoryConfig behind(MemoryConfig port, double clockMegahertz) {
    if (!isPresent()) {
      return port;
    }
    return port.with(
        Math.max(port.cyclesPerBeat(), sequentialCycles(port.beatBytes(), clockMegahertz)),
        port.readLatencyCycles() + latencyCycles(clockMegahertz));
  }
}
