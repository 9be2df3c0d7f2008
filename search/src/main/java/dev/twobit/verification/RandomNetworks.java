package dev.twobit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Many random networks on random accelerators, held to every invariant there is.
 *
 * @param firstSeed of {@code networks} seeds in a row
 * @param invariants their names
 * @param seconds wall time
 * @param failed invariants that did not hold, over all networks
 * @param failures the first of them, a line each that says how to have it again, at most {@link
 *     #MOST_FAILURES}
 */
public record RandomNetworks(
    long firstSeed,
    long networks,
    List<String> invariants,
    double seconds,
    long failed,
    List<String> failures) {
  /** Lines that are kept. */
  public static final int MOST_FAILURES = 20;

  public RandomNetworks {
    invariants = List.copyOf(invariants);
    failures = List.copyOf(failures);
  }

  /** Names of all invariants. */
  public static List<String> names() {
    return NetworkInvariants.ALL.stream().map(NetworkInvariant::name).toList();
  }

  /** All invariants. */
  public static RandomNetworks run(long firstSeed, long networks, LongConsumer progress) {
    return run(firstSeed, networks, names(), progress);
  }

  /**
   * @param names of invariants, some of {@link #names}
   * @param progress told how many networks are done
   */
  public static RandomNetworks run(
      long firstSeed, long networks, List<String> names, LongConsumer progress) {
    List<NetworkInvariant> invariants =
        NetworkInvariants.ALL.stream().filter(i -> names.contains(i.name())).toList();
    long begin = System.nanoTime();
    long failed = 0;
    List<String> failures = new ArrayList<>();
    for (long i = 0; i < networks; i++) {
      long seed = firstSeed + i;
      for (NetworkInvariant invariant : invariants) {
        List<String> broken = broken(invariant, seed);
        failed += broken.isEmpty() ? 0 : 1;
        if (!broken.isEmpty() && failures.size() < MOST_FAILURES) {
          failures.add(line(invariant, seed, broken));
        }
      }
      progress.accept(i + 1);
    }
    return new RandomNetworks(
        firstSeed,
        networks,
        invariants.stream().map(NetworkInvariant::name).toList(),
        (System.nanoTime() - begin) / 1e9,
        failed,
        failures);
  }

  /** An exception that no input should bring about is a failure like others. */
  private static List<String> broken(NetworkInvariant invariant, long seed) {
    try {
      return invariant.broken(seed);
    } catch (RuntimeException e) {
      return List.of(e.toString());
    }
  }

  private static String line(NetworkInvariant invariant, long seed, List<String> broken) {
    return "twobit validate networks --count 1 --seed %d --only '%s': %s%s"
        .formatted(
            seed,
            invariant.name(),
            broken.get(0).replace('\n', ' '),
            broken.size() > 1 ? " (and " + (broken.size() - 1) + " more)" : "");
  }
}
