package dev.twobit.experiment.trial;

import dev.twobit.network.Network;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs an {@link EvaluationTrial}. Weights want the normalization they were trained with, which
 * their file does not tell: unless the user does, the one that does best on training images is
 * taken.
 */
final class EvaluationWork {
  private static final int COMPARED_IMAGES = 500;
  private static final int COLORS = 3;

  private final Subjects subjects;

  EvaluationWork(Subjects subjects) {
    this.subjects = subjects;
  }

  EvaluationTrialResult run(EvaluationTrial trial) {
    long start = System.nanoTime();
    PreparedNetwork network =
        subjects.prepared(trial.subject().model()).requireWeights("a trained network");
    PreparedData images = subjects.images(trial.subject().images());
    List<Normalization> tried = tried(images, trial.subject().images());
    Normalization best = best(trial, network, images.train(), tried);
    double percent = top1(trial, network, images.test(), best);
    return new EvaluationTrialResult(
        percent,
        images.test().size(),
        best == images.normalization() ? "" : best.spec(),
        tried.size(),
        (System.nanoTime() - start) * 1e-9);
  }

  /** That of the images first. */
  private static List<Normalization> tried(PreparedData images, Images asked) {
    int channels = images.train().channels();
    List<Normalization> tried = new ArrayList<>(List.of(images.normalization()));
    if (asked.isMeasured()) {
      tried.add(Normalization.parse("none", channels));
      if (channels == COLORS) {
        tried.add(Normalization.parse("imagenet", COLORS));
        tried.add(Normalization.parse("cifar", COLORS));
      }
    }
    return tried;
  }

  /** The first of the best on some training images. */
  private static Normalization best(
      EvaluationTrial trial,
      PreparedNetwork network,
      ImageDataset train,
      List<Normalization> tried) {
    Normalization best = tried.get(0);
    if (tried.size() == 1) {
      return best;
    }
    ImageDataset some =
        train.subset(
            "trial", IntStream.range(0, Math.min(COMPARED_IMAGES, train.size())).toArray());
    double most = -1;
    for (Normalization n : tried) {
      double top1 = top1(trial, network, some, n);
      if (top1 > most) {
        most = top1;
        best = n;
      }
    }
    return best;
  }

  private static double top1(
      EvaluationTrial trial,
      PreparedNetwork network,
      ImageDataset data,
      Normalization normalization) {
    Network imported = network.imported();
    float[][] logits =
        OnnxClassifier.logits(
            network.source(),
            imported.shape(imported.inputs().get(0)),
            data,
            normalization,
            trial.threads());
    return OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), data);
  }
}
