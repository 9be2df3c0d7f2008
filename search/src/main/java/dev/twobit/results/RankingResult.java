package dev.twobit.results;

/**
 * How two accelerators order networks of the same widths.
 *
 * @param networks drawn, widths at random; {@code pairs} of two of them
 * @param changed pairs of which one accelerator has the one network cheaper, the other the other
 * @param largestLossPercent by how much the network that the first takes for the cheaper is dearer
 *     on the second, at most; 0 if no pair changes places
 */
public record RankingResult(
    String twobitVersion,
    Asked asked,
    Original original,
    int networks,
    long pairs,
    long changed,
    double largestLossPercent) {

  /**
   * What was asked for.
   *
   * @param cost by which networks are ordered: latency, whole or energy
   * @param bits of weights of inner layers on the first accelerator
   */
  public record Asked(
      String model,
      String hardware,
      String against,
      String cost,
      String coupling,
      int bits,
      long seed) {}

  /**
   * The network as it is.
   *
   * @param unit of its cost
   */
  public record Original(double cost, double costAgainst, String unit) {}
}
