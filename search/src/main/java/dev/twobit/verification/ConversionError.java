package dev.twobit.verification;

/**
 * Codes of one tensor by multiplier and shift against the exact thresholds on the same sums.
 *
 * @param codes compared; {@code differing} of them
 * @param largest difference, in codes
 * @param unexplained of the differing: by more than one code, or where the exact value is not as
 *     near to the threshold between the two as fixed point may err
 */
public record ConversionError(
    String layer,
    String tensor,
    int bits,
    long codes,
    long differing,
    int largest,
    long unexplained) {

  /** Share of the codes that differ, 0..1. */
  public double share() {
    return codes == 0 ? 0 : (double) differing / codes;
  }

  ConversionError plus(ConversionError other) {
    return new ConversionError(
        layer,
        tensor,
        bits,
        codes + other.codes,
        differing + other.differing,
        Math.max(largest, other.largest),
        unexplained + other.unexplained);
  }
}
