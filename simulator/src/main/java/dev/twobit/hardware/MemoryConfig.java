package dev.twobit.hardware;

/**
 * External memory behind one port; reads are in order, writes do not compete with reads.
 *
 * @param beatBytes bytes of one beat
 * @param cyclesPerBeat clocks between two beats of one direction, at least 1
 * @param readLatencyCycles request to first beat
 * @param atomBytes smallest unit of a stored feature cube (NVDLA memory atom): elements per atom =
 *     8 x atomBytes / bits
 * @param overlap how memory and MACs share a layer's time
 * @param weightCompression how weights are stored
 * @param stridedViews the DMA has a stride of lines and one of surfaces: parts of a tensor in whole
 *     atoms or whole rows are read and written where they lie
 * @param dram what is behind the port, with which {@code cyclesPerBeat} and {@code
 *     readLatencyCycles} are those of both; {@link DramConfig#NONE} if the port says all
 */
public record MemoryConfig(
    int beatBytes,
    double cyclesPerBeat,
    int readLatencyCycles,
    int atomBytes,
    Overlap overlap,
    WeightCompression weightCompression,
    boolean stridedViews,
    DramConfig dram) {

  /** How weights are stored. */
  public enum WeightCompression {
    /** All of them. */
    NONE,
    /**
     * A mask of a bit a weight and those that are not zero, kernel group by kernel group (NVDLA).
     */
    ZERO_MASK
  }

  /** How memory and MACs share a layer's time. */
  public enum Overlap {
    /** Computing waits for what it needs and stalls are counted, as on the RTL. */
    RTL,
    /** The larger of memory time and MAC time, nothing else, as NVIDIA's spreadsheet counts. */
    SPREADSHEET
  }

  /** Memory whose DMA has strides, as NVDLA's. */
  public MemoryConfig(
      int beatBytes,
      double cyclesPerBeat,
      int readLatencyCycles,
      int atomBytes,
      Overlap overlap,
      WeightCompression weightCompression) {
    this(
        beatBytes,
        cyclesPerBeat,
        readLatencyCycles,
        atomBytes,
        overlap,
        weightCompression,
        true,
        DramConfig.NONE);
  }

  /** Weights stored whole. */
  public MemoryConfig(
      int beatBytes, double cyclesPerBeat, int readLatencyCycles, int atomBytes, Overlap overlap) {
    this(beatBytes, cyclesPerBeat, readLatencyCycles, atomBytes, overlap, WeightCompression.NONE);
  }

  /** Memory whose overlap with MACs is the RTL's. */
  public MemoryConfig(int beatBytes, double cyclesPerBeat, int readLatencyCycles, int atomBytes) {
    this(beatBytes, cyclesPerBeat, readLatencyCycles, atomBytes, Overlap.RTL);
  }

  /** The same with another pace and latency. */
  public MemoryConfig with(double cyclesPerBeat, int readLatencyCycles) {
    return new MemoryConfig(
        beatBytes,
        cyclesPerBeat,
        readLatencyCycles,
        atomBytes,
        overlap,
        weightCompression,
        stridedViews,
        dram);
  }

  /** Parts of a clock in which the port's pace is kept, so that 1.6 clocks a beat are exact. */
  public static final long CLOCK = 1_000_000;

  /** Clocks between two beats, in millionths. */
  public long beatMillionths() {
    return Math.round(cyclesPerBeat * CLOCK);
  }

  public double bandwidthBytesPerCycle() {
    return beatBytes / cyclesPerBeat;
  }

  /** Beats that hold so many bytes. */
  public long beats(long bytes) {
    return (bytes + beatBytes - 1) / beatBytes;
  }

  /** Clocks to stream so many bytes one way, latency apart. */
  public long streamCycles(long bytes) {
    return (beats(bytes) * beatMillionths() + CLOCK - 1) / CLOCK;
  }
}
