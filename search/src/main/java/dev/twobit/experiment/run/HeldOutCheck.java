package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.EvaluationTrialResult.Part;
import dev.twobit.results.Accuracy;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether images that choose were seen by weights that networks inherit. It is looked at when all
 * is chosen and tested: no test image has a say in it.
 */
final class HeldOutCheck {
  /** Standard errors between two shares that no chance explains. */
  private static final double IMPLAUSIBLE = 4;

  private HeldOutCheck() {}

  /**
   * A warning where the imported weights do better on the held-out images than on the test images
   * by more than {@value #IMPLAUSIBLE} standard errors of the difference of two shares.
   */
  static Optional<String> warning(Part heldOut, Accuracy test) {
    double z =
        z(
            heldOut.top1Percent() / 100,
            heldOut.images(),
            test.top1Percent() / 100,
            test.testImages());
    return z > IMPLAUSIBLE
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Warning: the imported weights have %.2f %% on the %,d held-out images and %.2f %%"
                    + " on the %,d test images (z = %.1f): the held-out images were probably seen"
                    + " by the imported weights. What they choose is then what keeps best to images"
                    + " that it knows, and their accuracies flatter; --held-out DATA names images"
                    + " that the weights never saw.",
                heldOut.top1Percent(),
                heldOut.images(),
                test.top1Percent(),
                test.testImages(),
                z))
        : Optional.empty();
  }

  /** Of the difference of two shares, by their pooled share; 0 where both are 0 or 1. */
  static double z(double some, long images, double others, long otherImages) {
    double pooled = (some * images + others * otherImages) / (images + otherImages);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / images + 1.0 / otherImages));
    return error == 0 ? 0 : (some - others) / error;
  }
}
