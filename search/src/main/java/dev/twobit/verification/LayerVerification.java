package dev.twobit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Many random convolutions by the clocked engine and by ONNX Runtime.
 *
 * @param firstSeed of {@code layers} seeds in a row
 * @param floatLayers also run as {@code Conv} on floats; all run as {@code ConvInteger}
 * @param codes compared
 * @param clocks the clocked engine simulated
 * @param seconds wall time of both
 * @param differences the first layers that were unequal, at most {@link #MOST_DIFFERENCES}
 */
public record LayerVerification(
    long firstSeed,
    long layers,
    long floatLayers,
    long codes,
    long clocks,
    double seconds,
    List<String> differences) {
  /** Differences after which a run ends. */
  public static final int MOST_DIFFERENCES = 5;

  public LayerVerification {
    differences = List.copyOf(differences);
  }

  /**
   * @param progress told how many layers are done
   */
  public static LayerVerification run(long firstSeed, long layers, LongConsumer progress) {
    long begin = System.nanoTime();
    long floats = 0;
    long codes = 0;
    long clocks = 0;
    long done = 0;
    List<String> differences = new ArrayList<>();
    while (done < layers && differences.size() < MOST_DIFFERENCES) {
      LayerComparison layer = LayerComparison.run(firstSeed + done);
      floats += layer.byFloat() ? 1 : 0;
      codes += layer.codes();
      clocks += layer.clocks();
      layer.difference().ifPresent(differences::add);
      done++;
      progress.accept(done);
    }
    return new LayerVerification(
        firstSeed, done, floats, codes, clocks, (System.nanoTime() - begin) / 1e9, differences);
  }
}
