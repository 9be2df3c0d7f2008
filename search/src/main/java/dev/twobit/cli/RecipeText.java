package dev.twobit.cli;

import dev.twobit.training.RecipeFile;
import java.util.Locale;
import java.util.stream.Collectors;

/** The recipes that come with twobit, one a line. */
final class RecipeText {
  private RecipeText() {}

  static String all() {
    return RecipeFile.NAMES.stream()
        .map(name -> String.format(Locale.ROOT, "%-18s%s", name, description(name)))
        .collect(Collectors.joining("\n"));
  }

  private static String description(String name) {
    return RecipeFile.load(name).description();
  }
}
