package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.HeldOut;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.ProbeTrial;
import dev.twobit.experiment.trial.ProbeTrialResult;
import dev.twobit.experiment.trial.ProbeWork;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.LearningRateProbe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries three learning rates on the network as it was given, before a run's trainings. What was
 * chosen is kept in {@code run.yaml}: a run that goes on does not choose again.
 */
final class RateProbe {
  private static final String KEY = "probed";
  private static final List<Double> FACTORS = List.of(0.5, 1.0, 2.0);

  /** Of the training images, where none are held out of all trainings. */
  private static final String OWN_SHARE = "10%";

  private final List<ProbeTrial> trials;
  private final String judgedBy;

  private RateProbe(List<ProbeTrial> trials, String judgedBy) {
    this.trials = List.copyOf(trials);
    this.judgedBy = judgedBy;
  }

  /**
   * Throws a one-line error for too few images, and for a rate of 0.
   *
   * @param training of the original network at the rate that was asked for
   * @param finalShare of the held-out images that are kept for a search's final; 0: there is none
   */
  static RateProbe of(TrainingTrial training, double finalShare, Subjects subjects) {
    if (!(training.training().values().optimization().learningRate().peak() > 0)) {
      throw new InvalidInputException(
          "--probe: found a learning rate of 0, expected one above 0 to try half and twice of");
    }
    Images images = training.subject().images();
    Optional<HeldOut> given = images.heldOut();
    HeldOut own = given.orElseGet(() -> ownShare(images, subjects));
    TrainingTrial judged = training.on(images.holdingOut(own));
    double kept = given.isPresent() ? finalShare : 0;
    List<ProbeTrial> trials = new ArrayList<>();
    for (double factor : FACTORS) {
      trials.add(new ProbeTrial(Trial.FORMAT, judged, factor, kept));
    }
    ProbeWork.check(trials.get(0), subjects);
    return new RateProbe(trials, judgedBy(given.isPresent(), kept > 0));
  }

  private static HeldOut ownShare(Images images, Subjects subjects) {
    return HeldOut.parse(OWN_SHARE, images.source(), subjects).orElseThrow();
  }

  private static String judgedBy(boolean given, boolean hasFinal) {
    if (!given) {
      return "training images held out of the probe alone";
    }
    return hasFinal ? "held-out images that the final does not use" : "held-out images";
  }

  /**
   * What is chosen, or was in an earlier sitting.
   *
   * @param say told, in a line, of every rate as it is tried
   */
  LearningRateProbe choose(RunFolder folder, TrialEngine engine, Consumer<String> say)
      throws IOException {
    Optional<LearningRateProbe> known = folder.recorded(KEY, LearningRateProbe.class);
    if (known.isPresent()) {
      return known.get();
    }
    engine.run(trials, (trial, result) -> say.accept(trial.title() + ": " + result.outcome()));
    List<LearningRateProbe.Tried> tried = new ArrayList<>();
    for (ProbeTrial trial : trials) {
      tried.add(
          new LearningRateProbe.Tried(
              trial.rateFactor(), trial.learningRate(), engine.result(trial).crossEntropy()));
    }
    if (tried.stream().allMatch(t -> t.crossEntropy().isEmpty())) {
      throw new InvalidInputException(
          "--probe: the trainings at all "
              + tried.size()
              + " learning rates diverged, the smallest of "
              + tried.get(0).learningRate()
              + "; expected a smaller --learning-rate");
    }
    ProbeTrialResult any = engine.result(trials.get(0));
    LearningRateProbe chosen = LearningRateProbe.of(tried, any.steps(), any.images(), judgedBy);
    folder.record(KEY, chosen);
    return chosen;
  }
}
