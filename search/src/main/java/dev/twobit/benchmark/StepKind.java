package dev.twobit.benchmark;

import java.util.Locale;

/** Training steps that are timed. */
public enum StepKind {
  /** Full precision. */
  FP32,
  /** PACT activations with PACT's own gradient, DoReFa weights, two bits each. */
  W2A2,
  /** The weight step of neural channel expansion's super-net, W2A2, over TAS's candidates. */
  SUPERNET;

  /** As the Python side is asked for it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
