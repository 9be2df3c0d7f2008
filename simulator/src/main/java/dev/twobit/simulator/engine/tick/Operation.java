package dev.twobit.simulator.engine.tick;

/**
 * One atomic operation: a stripe of output positions against weights that stay for its length.
 *
 * @param kernelGroup whose kernels
 * @param block which part of the group's channels (of kernel columns and channels, if packed)
 * @param row of the window; {@code column} likewise (0 if packed)
 * @param pass which slice pairs
 * @param stripe output positions within the band
 * @param first the stripe's accumulators start with it
 * @param last they are complete with it
 */
record Operation(
    int kernelGroup,
    int block,
    int row,
    int column,
    int pass,
    Stripe stripe,
    boolean first,
    boolean last) {
  /** Output positions from {@code begin}, {@code length} of them. */
  record Stripe(int begin, int length) {}
}
