package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.NormalizationChoice;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.InitialWeights;
import dev.twobit.training.UntrainedWeights;
import java.util.Locale;

/**
 * What networks of a run begin with: the file's weights where they do better on training images
 * than chance, under the normalization they do best with. Neither held-out nor test images are
 * looked at.
 *
 * @param init never {@code AUTO}
 * @param normalization of the images, as it can be given
 * @param told for a person, a line
 */
record StartDecision(InitialWeights init, String normalization, String told) {
  /** An untrained network's accuracy is this close to chance, in standard errors. */
  private static final double NEAR_CHANCE = 3;

  /**
   * Throws a one-line error for weights that are better than chance and not twice as good: a wrong
   * normalization, or other classes.
   */
  static StartDecision of(SearchRequest request, PreparedNetwork network, PreparedData images) {
    String asked = request.inputs().normalization();
    InitialWeights init = request.start().init();
    if (init == InitialWeights.FRESH) {
      return new StartDecision(init, asked, "networks begin with fresh weights");
    }
    if (init == InitialWeights.IMPORTED) {
      network.requireWeights("a trained network, or --init fresh");
    } else if (network.imported().parameters().isEmpty()
        || UntrainedWeights.isSeenIn(network.canonical())) {
      String found = network.imported().parameters().isEmpty() ? "has no weights" : "is untrained";
      return fresh(asked, "the file " + found);
    }
    NormalizationChoice compared =
        NormalizationChoice.of(network, images, asked, request.execution().threads());
    return init == InitialWeights.IMPORTED
        ? imported(compared)
        : by(compared, images.train().classes(), network, asked);
  }

  private static StartDecision by(
      NormalizationChoice compared, int classes, PreparedNetwork network, String asked) {
    double chance = 1.0 / classes;
    double best = compared.best().top1Percent() / 100;
    double error = Math.sqrt(chance * (1 - chance) / compared.images());
    String found =
        String.format(
            Locale.ROOT,
            "top-1 on %,d training images: %s; chance is %.1f %%",
            compared.images(),
            compared.described(),
            100 * chance);
    if (best <= chance + NEAR_CHANCE * error) {
      return fresh(asked, "the file's weights do no better than chance (" + found + ")");
    }
    if (best < twice(chance)) {
      throw new InvalidInputException(
          network.source()
              + ": found weights between chance and twice chance ("
              + found
              + "); expected those of a network trained for these classes: name its normalization"
              + " with --normalization, insist with --init imported, or begin with --init fresh");
    }
    return imported(compared);
  }

  /** Of two classes, and nearly of three, twice chance is all: half of what is left, then. */
  private static double twice(double chance) {
    return Math.min(2 * chance, (1 + chance) / 2);
  }

  private static StartDecision fresh(String asked, String why) {
    return new StartDecision(
        InitialWeights.FRESH, asked, why + ": networks begin with fresh weights");
  }

  private static StartDecision imported(NormalizationChoice compared) {
    String best = compared.best().normalization();
    return new StartDecision(
        InitialWeights.IMPORTED,
        best,
        String.format(
            Locale.ROOT,
            "networks begin with the file's weights: top-1 on %,d training images %s; normalization"
                + " %s",
            compared.images(),
            compared.described(),
            NormalizationChoice.shown(best)));
  }
}
