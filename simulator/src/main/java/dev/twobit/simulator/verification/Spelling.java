package dev.twobit.simulator.verification;

import java.util.Random;

/** Which of several ways of writing the same is taken: always the first, or any. */
final class Spelling {
  private final Random random;
  private final boolean first;

  private Spelling(Random random, boolean first) {
    this.random = random;
    this.first = first;
  }

  /** One layer a function where there is one, padding in the windows. */
  static Spelling shortest() {
    return new Spelling(new Random(0), true);
  }

  static Spelling any(long seed) {
    return new Spelling(new Random(seed), false);
  }

  /** 0 to {@code ways} - 1. */
  int pick(int ways) {
    return first ? 0 : random.nextInt(ways);
  }

  boolean flip() {
    return pick(2) == 1;
  }

  /** A whole number of 0 to {@code most}. */
  int upTo(int most) {
    return pick(most + 1);
  }
}
