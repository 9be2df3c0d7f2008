package dev.twobit.search.contest;

import java.util.List;

/**
 * How carefully networks are scored, and how many are left.
 *
 * @param images held-out ones that are scored, at most
 * @param statisticsBatches of 128 training images for statistics of batch normalization
 * @param places best networks that go on to the next; 0: as many as are trained briefly
 */
public record Sieve(int images, int statisticsBatches, int places) {
  private static final int ALL_IMAGES = Integer.MAX_VALUE;

  /** One after the other, the last of all held-out images of the rungs' part. */
  public static final List<Sieve> ALL =
      List.of(new Sieve(500, 5, 200), new Sieve(2_000, 20, 30), new Sieve(ALL_IMAGES, 20, 0));

  /** What tells it from others. */
  String text() {
    String scored = images == ALL_IMAGES ? "all" : String.valueOf(images);
    return scored + " images, " + statisticsBatches + " batches";
  }
}
