package dev.twobit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineLogTest {
  @TempDir Path folder;

  /** Longer than the blocks a line end is looked for in; each character is two bytes. */
  private static String line(int number) {
    return number + "é".repeat(number == 3 ? 9000 : 20);
  }

  @Test
  void aKillAfterAnyByteLosesTheLineItFellInAndNoOther() throws IOException {
    Path file = folder.resolve("log.jsonl");
    List<String> lines = Stream.of(1, 2, 3).map(LineLogTest::line).toList();
    LineLog log = new LineLog(file);
    for (String line : lines) {
      log.append(line);
    }
    byte[] whole = Files.readAllBytes(file);
    for (int size = 0; size <= whole.length; size += size < 110 || size > 18_075 ? 1 : 997) {
      byte[] cut = Arrays.copyOf(whole, size);
      Files.write(file, cut);
      int kept = (int) lines.stream().filter(l -> endsWithin(cut, whole, lines.indexOf(l))).count();

      assertThat(log.lines()).as("cut at %d", size).isEqualTo(lines.subList(0, kept));
      log.repair();
      log.append("next");

      assertThat(Files.readString(file))
          .as("cut at %d", size)
          .isEqualTo(
              Stream.concat(lines.stream().limit(kept), Stream.of("next"))
                  .map(l -> l + "\n")
                  .collect(Collectors.joining()));
    }
  }

  /** Whether the line end of line {@code index} lies within what is left. */
  private static boolean endsWithin(byte[] cut, byte[] whole, int index) {
    int ends = 0;
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == '\n' && ends++ == index) {
        return i < cut.length;
      }
    }
    return false;
  }

  @Test
  void nothingThereIsNoLine() throws IOException {
    LineLog log = new LineLog(folder.resolve("log.jsonl"));
    log.repair();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aFullDiskIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full");
    assertThatThrownBy(() -> new LineLog(full).append("any"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/dev/full: no space left on device");
  }
}
