package dev.twobit.experiment.trial;

/**
 * The images of a trial.
 *
 * @param source as {@code --data} has it, and a digest of pixels and labels
 * @param normalization {@code auto}, {@code cifar}, {@code imagenet}, {@code none} or {@code
 *     mean,.../std,...}
 * @param trainPerClass the first so many training images of every class; 0: all
 * @param testPerClass the first so many test images of every class; 0: all
 */
public record Images(Content source, String normalization, int trainPerClass, int testPerClass) {
  /** Normalized by what is measured on the training images. */
  boolean isMeasured() {
    return normalization.equals(PreparedData.MEASURED);
  }
}
