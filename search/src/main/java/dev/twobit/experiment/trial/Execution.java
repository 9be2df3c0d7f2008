package dev.twobit.experiment.trial;

import java.util.List;

/**
 * How it is executed; the bits depend on all of it.
 *
 * @param seeds at least one: a search uses the first, and there is one training of every network a
 *     seed
 * @param threads of libtorch
 */
public record Execution(List<Long> seeds, int threads) {
  public Execution {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("no seed");
    }
  }

  public static Execution of(long seed, int threads) {
    return new Execution(List.of(seed), threads);
  }

  /** The first. */
  public long seed() {
    return seeds.get(0);
  }

  /** With one of the seeds. */
  public Execution with(long seed) {
    return of(seed, threads);
  }
}
