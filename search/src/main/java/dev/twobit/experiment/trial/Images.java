package dev.twobit.experiment.trial;

import java.util.Optional;

/**
 * The images of a trial.
 *
 * @param source as {@code --data} has it, and a digest of pixels and labels
 * @param normalization {@code auto}, {@code cifar}, {@code imagenet}, {@code unit}, {@code none} or
 *     {@code mean,.../std,...}
 * @param trainPerClass the first so many training images of every class; 0: all
 * @param testPerClass the first so many test images of every class; 0: all
 * @param heldOut of these training images, or others: no training sees them, nor is normalization
 *     measured on them
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record Images(
    Content source,
    String normalization,
    int trainPerClass,
    int testPerClass,
    Optional<HeldOut> heldOut) {
  /** All images are trained on. */
  public Images(Content source, String normalization, int trainPerClass, int testPerClass) {
    this(source, normalization, trainPerClass, testPerClass, Optional.empty());
  }

  /** The same normalized otherwise. */
  public Images normalized(String other) {
    return new Images(source, other, trainPerClass, testPerClass, heldOut);
  }

  /** The same with others held out. */
  public Images holdingOut(HeldOut other) {
    return new Images(source, normalization, trainPerClass, testPerClass, Optional.of(other));
  }

  /** Normalized by what is measured on the training images. */
  boolean isMeasured() {
    return normalization.equals(PreparedData.MEASURED);
  }
}
