package dev.twobit.search.contest;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/** A judge that asks another one once: what was judged is in a file, also after a restart. */
public final class KeptScores implements Judge {
  private final Judge judge;
  private final Path files;

  /**
   * @param files every score's file begins with this name
   */
  public KeptScores(Judge judge, Path files) {
    this.judge = judge;
    this.files = files;
  }

  /**
   * What a file holds.
   *
   * @param judging its key
   * @param right 1 for an image that is right, 0 for another
   */
  @SuppressWarnings("ArrayRecordComponent") // written and read at once
  private record Kept(String judging, float[] crossEntropy, String right) {
    static Kept of(Judging judging, Score score) {
      StringBuilder right = new StringBuilder();
      for (boolean r : score.right()) {
        right.append(r ? '1' : '0');
      }
      return new Kept(judging.key(), score.crossEntropy(), right.toString());
    }

    /** A flag for each image. */
    boolean isSound() {
      return right.length() == crossEntropy.length
          && right.chars().allMatch(c -> c == '0' || c == '1');
    }

    Score score() {
      boolean[] flags = new boolean[right.length()];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = right.charAt(i) == '1';
      }
      return new Score(crossEntropy, flags);
    }
  }

  @Override
  public Score judge(Judging judging) throws IOException {
    Path file = named(files, judging, ".json");
    Optional<Kept> found = KeptFile.read(file, Kept.class, Kept::isSound);
    if (found.isPresent()) {
      Kept kept = found.get();
      if (!kept.judging().equals(judging.key())) {
        throw new InvalidInputException(
            file + ": found the score of " + kept.judging() + ", expected " + judging.key());
      }
      return kept.score();
    }
    Score score = judge.judge(judging);
    KeptFile.write(file, Kept.of(judging, score));
    return score;
  }

  /** A name of a judging's own beside a search's checkpoint. */
  public static Path named(Path files, Judging judging, String end) {
    CRC32 crc = new CRC32();
    crc.update(judging.key().getBytes(StandardCharsets.UTF_8));
    String name =
        "%s-%s-%s"
            .formatted(
                files.getFileName(),
                HexFormat.of().toHexDigits((int) crc.getValue()),
                HexFormat.of().toHexDigits(judging.key().hashCode()));
    return files.resolveSibling(name + end);
  }
}
