package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.search.SearchSettings;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings of a search, over a preset. */
class SettingsFuzzTest {
  private final Path file = Readers.file("settings.yaml");

  @FuzzTest
  void settings(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, input);
          SearchSettings.read(file);
        });
  }
}
