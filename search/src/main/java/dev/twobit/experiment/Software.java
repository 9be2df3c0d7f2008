package dev.twobit.experiment;

import dev.twobit.results.TwobitVersion;
import dev.twobit.tensor.ConvolutionBackend;

/**
 * What a run was made with, which its bits depend on.
 *
 * @param twobit version
 * @param format of {@code run.yaml}, raised when its keys change their places or meanings
 * @param libtorch version
 * @param convolutions what libtorch convolves with
 */
public record Software(String twobit, int format, String libtorch, String convolutions) {
  /** Files without one are of format 1. */
  public static final int FORMAT = 2;

  public static Software current() {
    return new Software(
        TwobitVersion.current(),
        FORMAT,
        TwobitVersion.libtorch(),
        ConvolutionBackend.current().description());
  }
}
