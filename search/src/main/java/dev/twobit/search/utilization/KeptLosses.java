package dev.twobit.search.utilization;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.KeptFile;
import dev.twobit.search.contest.KeptScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Asks for every network once: what was measured is in a file, also after a restart. */
final class KeptLosses implements Utility {
  private final Utility utility;
  private final Function<Map<String, Integer>, Judging> judging;
  private final Path files;

  /**
   * @param judging what tells a measurement from others
   * @param files every file's name begins with this one
   */
  KeptLosses(Utility utility, Function<Map<String, Integer>, Judging> judging, Path files) {
    this.utility = utility;
    this.judging = judging;
    this.files = files;
  }

  /**
   * What a file holds.
   *
   * @param measured key of the network and its training
   * @param narrowed widths that were measured
   * @param losses of the network, then of each
   */
  private record Kept(String measured, String narrowed, List<Double> losses) {
    boolean isSound() {
      return losses.stream().allMatch(Objects::nonNull);
    }
  }

  @Override
  public List<Double> losses(Map<String, Integer> widths, List<Map<String, Integer>> narrowed)
      throws IOException {
    Judging of = judging.apply(widths);
    Path file = KeptScores.named(files, of, "-losses.json");
    Optional<Kept> found = KeptFile.read(file, Kept.class, Kept::isSound);
    if (found.isPresent()) {
      Kept kept = found.get();
      if (!kept.measured.equals(of.key()) || !kept.narrowed.equals(narrowed.toString())) {
        throw new InvalidInputException(
            file + ": found losses of " + kept.measured + ", expected those of " + of.key());
      }
      return kept.losses;
    }
    List<Double> losses = utility.losses(widths, narrowed);
    KeptFile.write(file, new Kept(of.key(), narrowed.toString(), losses));
    return losses;
  }
}
