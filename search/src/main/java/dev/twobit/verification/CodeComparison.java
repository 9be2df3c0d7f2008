package dev.twobit.verification;

/**
 * Codes of one run held against codes of another, and why they differ.
 *
 * @param codes compared
 * @param differing of them
 * @param ties of the differing: the exact value lies on the threshold, which float rounding decides
 * @param roundings the others whose exact value is as near to a threshold as float32 may err
 * @param farthest distance of a differing one's exact value from the threshold it fell on the wrong
 *     side of, in steps
 */
public record CodeComparison(
    long codes, long differing, long ties, long roundings, double farthest) {
  static final CodeComparison NONE = new CodeComparison(0, 0, 0, 0, 0);

  CodeComparison plus(CodeComparison other) {
    return new CodeComparison(
        codes + other.codes,
        differing + other.differing,
        ties + other.ties,
        roundings + other.roundings,
        Math.max(farthest, other.farthest));
  }

  /** Differences that neither a tie nor float rounding explains. */
  public long unexplained() {
    return differing - ties - roundings;
  }

  /** Share of the codes that differ, 0..1. */
  public double share() {
    return codes == 0 ? 0 : (double) differing / codes;
  }
}
