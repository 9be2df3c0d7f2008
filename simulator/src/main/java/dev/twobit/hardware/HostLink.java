package dev.twobit.hardware;

/**
 * What stands between a host and an accelerator that is no part of its memory map, such as USB:
 * images, results and the weights that the accelerator cannot keep cross it at every inference.
 *
 * @param bandwidthMegabytesPerSecond payload in one direction, 10^6 bytes a second; both directions
 *     share it
 * @param hostMicroseconds of the host and its driver, the same for every inference of every network
 * @param onChipWeightBytes weights that stay on the accelerator from one inference to the next
 */
public record HostLink(
    double bandwidthMegabytesPerSecond, double hostMicroseconds, long onChipWeightBytes) {
  /** The accelerator has its operands in its own memory. */
  public static final HostLink NONE = new HostLink(0, 0, 0);

  /** Whether there is a link at all. */
  public boolean isPresent() {
    return bandwidthMegabytesPerSecond > 0;
  }
}
