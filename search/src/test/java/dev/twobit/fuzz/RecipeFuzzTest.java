package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.training.RecipeFile;

/** A training recipe. */
class RecipeFuzzTest {
  private final InputFile file = InputFile.named("recipe.yaml");

  @FuzzTest
  void recipe(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          file.fill(input);
          RecipeFile.load(file.path().toString());
        });
  }
}
