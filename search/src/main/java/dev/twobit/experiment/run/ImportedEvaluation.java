package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.results.Accuracy;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Accuracy of the weights in the file. They want the normalization they were trained with, which
 * the file does not tell: unless the user does, the one that does best on training images is taken.
 */
final class ImportedEvaluation {
  private static final int TRIAL_IMAGES = 500;
  private static final int COLORS = 3;

  private ImportedEvaluation() {}

  /**
   * @param normalization that was used, in words; {@code tried} how many were compared, 1 if it was
   *     given
   */
  record Outcome(Accuracy accuracy, String normalization, int tried) {}

  /** Empty for a file without weights. */
  static Optional<Outcome> of(SearchSetup setup) {
    if (setup.imported().parameters().isEmpty()) {
      return Optional.empty();
    }
    ImageDataset train = setup.images().train();
    List<Normalization> tried = new ArrayList<>(List.of(setup.images().normalization()));
    if (setup.request().inputs().normalization().equals("auto")) {
      tried.add(Normalization.parse("none", train.channels()));
      if (train.channels() == COLORS) {
        tried.add(Normalization.parse("imagenet", COLORS));
        tried.add(Normalization.parse("cifar", COLORS));
      }
    }
    ImageDataset some =
        train.subset("trial", IntStream.range(0, Math.min(TRIAL_IMAGES, train.size())).toArray());
    Normalization best = tried.get(0);
    double most = -1;
    for (Normalization n : tried) {
      double top1 = tried.size() == 1 ? 0 : top1(setup, some, n);
      if (top1 > most) {
        most = top1;
        best = n;
      }
    }
    ImageDataset test = setup.images().test();
    return Optional.of(
        new Outcome(
            Accuracy.ofImported(top1(setup, test, best), test.size(), OnnxClassifier.NAME),
            best == setup.images().normalization()
                ? "the run's own normalization"
                : "normalization " + best.spec(),
            tried.size()));
  }

  private static double top1(SearchSetup setup, ImageDataset data, Normalization normalization) {
    Network imported = setup.imported();
    TensorShape input = imported.shape(imported.inputs().get(0));
    float[][] logits =
        OnnxClassifier.logits(
            setup.request().inputs().model(),
            input,
            data,
            normalization,
            setup.request().execution().threads());
    return OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), data);
  }
}
