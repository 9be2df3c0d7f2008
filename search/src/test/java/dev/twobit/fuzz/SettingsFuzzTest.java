package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.search.SearchSettings;

/** Settings of a search, over a preset. */
class SettingsFuzzTest {
  private final InputFile file = InputFile.named("settings.yaml");

  @FuzzTest
  void settings(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          file.fill(input);
          SearchSettings.read(file.path());
        });
  }
}
