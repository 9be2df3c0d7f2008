package dev.twobit.simulator.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Many random chains of layers through both engines.
 *
 * @param firstSeed of {@code chains} seeds in a row
 * @param operations of all chains; {@code clocks} that they took
 * @param seconds wall time, both engines and the integer reference
 * @param differences the first chains that were unequal, at most {@link
 *     EngineVerification#MOST_DIFFERENCES}
 */
public record ChainVerification(
    long firstSeed,
    long chains,
    long operations,
    long clocks,
    double seconds,
    List<String> differences) {
  public ChainVerification {
    differences = List.copyOf(differences);
  }

  /**
   * @param progress told how many chains are done
   */
  public static ChainVerification run(long firstSeed, long chains, LongConsumer progress) {
    long begin = System.nanoTime();
    long operations = 0;
    long clocks = 0;
    long done = 0;
    List<String> differences = new ArrayList<>();
    while (done < chains && differences.size() < EngineVerification.MOST_DIFFERENCES) {
      ChainComparison chain = ChainComparison.run(firstSeed + done);
      operations += chain.launches().size();
      clocks += chain.clocks();
      chain.difference().ifPresent(differences::add);
      done++;
      progress.accept(done);
    }
    return new ChainVerification(
        firstSeed, done, operations, clocks, (System.nanoTime() - begin) / 1e9, differences);
  }
}
