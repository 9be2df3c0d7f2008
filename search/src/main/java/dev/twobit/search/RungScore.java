package dev.twobit.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the networks of a rung are ranked by (search/docs/methods.md#halving). */
public enum RungScore {
  /** Cross-entropy of held-out images at the end of the training. */
  @JsonProperty("held-out")
  HELD_OUT,
  /**
   * Mean loss of the training's steps where each image is seen once, which is before anything is
   * learnt from it (Blum et al. 1999, "Beating the hold-out: bounds for k-fold and progressive
   * cross-validation"); of longer trainings as {@link #HELD_OUT}.
   */
  @JsonProperty("steps")
  STEPS
}
