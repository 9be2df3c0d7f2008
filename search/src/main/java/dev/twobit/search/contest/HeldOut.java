package dev.twobit.search.contest;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.training.data.ImageDataset;

/**
 * The held-out images in two fixed parts of equal class shares: what the rungs choose by, and what
 * the final compares on, which no rung has seen.
 */
public final class HeldOut {
  private static final int SPLIT_SEED = 111;

  /** Images of a class on the average, at the least: fewer cannot tell networks apart. */
  private static final int LEAST_PER_CLASS = 4;

  /** Of a share that is no binary fraction. */
  private static final double ROUNDING = 1e-9;

  private final ImageDataset rungs;
  private final ImageDataset last;

  private HeldOut(ImageDataset rungs, ImageDataset last) {
    this.rungs = rungs;
    this.last = last;
  }

  /** Which images are scored. */
  public enum Part {
    RUNGS,
    FINAL,
    /** None of the held-out ones: training images, each as the step that learns from it sees it. */
    STEPS
  }

  /** As the task has them. Throws a one-line error for too few images. */
  public static HeldOut of(SearchTask task, SearchSettings settings) {
    return of(task.heldOut(), settings.last().finalShare());
  }

  /**
   * Throws a one-line error for too few images.
   *
   * @param finalShare of every class, 0 to 1, rounded down
   */
  static HeldOut of(ImageDataset images, double finalShare) {
    double ofOnePart = images.classes() / Math.min(finalShare, 1 - finalShare); // one of a class
    int least = Math.max(LEAST_PER_CLASS * images.classes(), (int) Math.ceil(ofOnePart - ROUNDING));
    if (images.size() < least) {
      throw new InvalidInputException(
          "--held-out: found "
              + images.size()
              + " held-out images, expected at least "
              + least
              + " that no weights ever saw, to choose by");
    }
    int[][] parts = images.parts(SPLIT_SEED, finalShare);
    return new HeldOut(
        images.subset("held out, rungs", parts[0]), images.subset("held out, final", parts[1]));
  }

  public ImageDataset of(Part part) {
    return switch (part) {
      case RUNGS -> rungs;
      case FINAL -> last;
      case STEPS -> throw new IllegalArgumentException("no held-out images");
    };
  }
}
