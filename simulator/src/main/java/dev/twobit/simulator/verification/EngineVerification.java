package dev.twobit.simulator.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Many random pairs of layer and accelerator through both engines.
 *
 * @param firstSeed of {@code pairs} seeds in a row
 * @param clocks the clocked engine simulated
 * @param seconds wall time, both engines and the integer reference
 * @param differences the first pairs that were unequal, at most {@link #MOST_DIFFERENCES}
 */
public record EngineVerification(
    long firstSeed, long pairs, long clocks, double seconds, List<String> differences) {
  /** Differences after which a run ends. */
  public static final int MOST_DIFFERENCES = 5;

  public EngineVerification {
    differences = List.copyOf(differences);
  }

  /**
   * @param progress told how many pairs are done
   */
  public static EngineVerification run(long firstSeed, long pairs, LongConsumer progress) {
    long begin = System.nanoTime();
    long clocks = 0;
    long done = 0;
    List<String> differences = new ArrayList<>();
    while (done < pairs && differences.size() < MOST_DIFFERENCES) {
      EngineComparison pair = EngineComparison.run(firstSeed + done);
      clocks += pair.tick().clocks();
      pair.difference().ifPresent(differences::add);
      done++;
      progress.accept(done);
    }
    return new EngineVerification(
        firstSeed, done, clocks, (System.nanoTime() - begin) / 1e9, differences);
  }
}
