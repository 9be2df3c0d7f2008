package dev.twobit.hardware;

/**
 * External memory behind one port.
 *
 * @param beatBytes bytes of one beat
 * @param cyclesPerBeat clocks between two read beats, at least 1
 * @param readLatencyCycles request to first beat
 * @param atomBytes smallest unit of a stored feature cube (NVDLA memory atom): elements per atom =
 *     8 x atomBytes / bits
 */
public record MemoryConfig(
    int beatBytes, double cyclesPerBeat, int readLatencyCycles, int atomBytes) {
  public double bandwidthBytesPerCycle() {
    return beatBytes / cyclesPerBeat;
  }
}
