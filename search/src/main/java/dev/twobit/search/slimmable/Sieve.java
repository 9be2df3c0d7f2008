package dev.twobit.search.slimmable;

import java.util.List;

/**
 * How carefully networks are scored, and how many are left.
 *
 * @param images held-out ones that are scored, at most
 * @param statisticsBatches of 128 training images for statistics of batch normalization
 * @param places best networks that go on to the next
 */
record Sieve(int images, int statisticsBatches, int places) {
  /** One after the other, the last of all held-out images of the rungs' part. */
  static final List<Sieve> ALL =
      List.of(
          new Sieve(500, 5, 200), new Sieve(2_000, 20, 30), new Sieve(Integer.MAX_VALUE, 20, 0));

  /** What tells it from others. */
  String key() {
    return images + " images, " + statisticsBatches + " batches";
  }
}
