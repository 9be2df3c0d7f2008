package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.supernet.Sampler;

/**
 * How a search samples widths and moves preferences for them.
 *
 * @param architectureStart logits before the search
 * @param architectureRate rate of Adam on logits: most that one moves a step
 * @param architectureDecay L2 in Adam's gradient
 * @param architectureBeta1 decay of Adam's first moment
 * @param architectureBeta2 decay of Adam's second moment
 * @param temperature of Gumbel-softmax over the search
 * @param sampler how a pass samples widths
 * @param architecturePairs samples, each on a batch of its own, whose gradients a step on
 *     preferences is the mean of
 */
@JsonNaming(KebabCaseStrategy.class)
public record ArchitectureSettings(
    Start architectureStart,
    double architectureRate,
    double architectureDecay,
    double architectureBeta1,
    double architectureBeta2,
    TemperatureSchedule temperature,
    Sampler sampler,
    int architecturePairs) {

  /** Logits before the search. */
  public enum Start {
    /** N(0, 0.01^2). */
    NORMAL,
    /** 0. */
    UNIFORM
  }

  public ArchitectureParameters.Adam adam() {
    return new ArchitectureParameters.Adam(
        architectureRate, architectureDecay, architectureBeta1, architectureBeta2);
  }
}
