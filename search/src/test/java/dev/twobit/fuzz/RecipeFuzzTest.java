package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.training.RecipeFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A training recipe. */
class RecipeFuzzTest {
  private final Path file = Readers.file("recipe.yaml");

  @FuzzTest
  void recipe(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, input);
          RecipeFile.load(file.toString());
        });
  }
}
