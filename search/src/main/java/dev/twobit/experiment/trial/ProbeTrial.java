package dev.twobit.experiment.trial;

import java.io.IOException;
import java.util.Locale;

/**
 * A training is tried briefly at one learning rate and judged by images that it does not see.
 *
 * @param training whose images have some held out
 * @param rateFactor of its learning rates
 * @param finalShare of the held-out images that a search's final keeps for itself: judged by the
 *     others; 0: by all of them
 */
public record ProbeTrial(int format, TrainingTrial training, double rateFactor, double finalShare)
    implements Trial {
  public ProbeTrial {
    training = training.with(TrainingTrial.Outputs.NONE);
  }

  @Override
  public Subject subject() {
    return training.subject();
  }

  /** Peak of the rate that is tried. */
  public double learningRate() {
    return rateFactor * training.training().values().optimization().learningRate().peak();
  }

  @Override
  public <R> R fold(Cases<R> cases) throws IOException {
    return cases.probe(this);
  }

  @Override
  public String title() {
    return String.format(Locale.ROOT, "probe learning rate %s", learningRate());
  }
}
