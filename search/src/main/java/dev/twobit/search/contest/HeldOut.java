package dev.twobit.search.contest;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.ImageDataset;

/**
 * The held-out images in two fixed parts of equal class shares: what the rungs choose by, and what
 * the final compares on, which no rung has seen.
 */
public final class HeldOut {
  private static final int SPLIT_SEED = 111;

  /**
   * Images a part has of a class on the average, at the least: fewer cannot tell networks apart.
   */
  private static final int LEAST_PER_CLASS = 2;

  private final ImageDataset rungs;
  private final ImageDataset last;

  private HeldOut(ImageDataset rungs, ImageDataset last) {
    this.rungs = rungs;
    this.last = last;
  }

  /** Which images are scored. */
  public enum Part {
    RUNGS,
    FINAL
  }

  /** Throws a one-line error for too few images. */
  public static HeldOut of(ImageDataset images) {
    int least = 2 * LEAST_PER_CLASS * images.classes();
    if (images.size() < least) {
      throw new InvalidInputException(
          "--held-out: found "
              + images.size()
              + " held-out images, expected at least "
              + least
              + " that no weights ever saw, to choose by");
    }
    int[][] halves = images.halves(SPLIT_SEED);
    return new HeldOut(
        images.subset("held out, rungs", halves[0]), images.subset("held out, final", halves[1]));
  }

  public ImageDataset of(Part part) {
    return switch (part) {
      case RUNGS -> rungs;
      case FINAL -> last;
    };
  }
}
