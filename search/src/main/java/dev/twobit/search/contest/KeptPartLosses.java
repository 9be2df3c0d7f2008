package dev.twobit.search.contest;

import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Asks another judge once: what was scored is in a file, written now and then and when it is to
 * stop, so that a search that was stopped goes on to the same losses.
 */
public final class KeptPartLosses implements PartJudge {
  /** Scores that a kill loses at most. */
  private static final int WRITTEN_EVERY = 20;

  private final PartJudge judge;
  private final StopRequest stop;
  private final Path file;
  private final Map<String, Double> known = new LinkedHashMap<>();
  private int unwritten;

  private KeptPartLosses(PartJudge judge, StopRequest stop, Path file) {
    this.judge = judge;
    this.stop = stop;
    this.file = file;
  }

  /** What the file holds. */
  private record Kept(Map<String, Double> losses) {
    boolean isSound() {
      return losses.values().stream().allMatch(Objects::nonNull);
    }
  }

  /**
   * @param file of one search; there or not
   */
  public static KeptPartLosses of(PartJudge judge, StopRequest stop, Path file) throws IOException {
    KeptPartLosses kept = new KeptPartLosses(judge, stop, file);
    KeptFile.read(file, Kept.class, Kept::isSound).ifPresent(k -> kept.known.putAll(k.losses()));
    return kept;
  }

  @Override
  public double loss(Map<String, Integer> widths, Sieve sieve) {
    String key = new TreeMap<>(widths) + "; " + sieve.text();
    Double before = known.get(key);
    if (before != null) {
      return before;
    }
    if (stop.isRequested()) {
      write();
      throw new TrainingStoppedException(
          "stopped while networks were scored without training; what was scored is kept");
    }
    double loss = judge.loss(widths, sieve);
    known.put(key, loss);
    unwritten++;
    if (unwritten >= WRITTEN_EVERY) {
      write();
    }
    return loss;
  }

  private void write() {
    try {
      KeptFile.write(file, new Kept(known));
      unwritten = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
