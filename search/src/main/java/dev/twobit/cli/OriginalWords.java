package dev.twobit.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The words that a command was given as, {@code twobit} first. */
final class OriginalWords {
  private OriginalWords() {}

  static List<String> of(CommandSpec command) {
    List<String> words = new ArrayList<>(List.of("twobit"));
    words.addAll(command.root().commandLine().getParseResult().originalArgs());
    return words;
  }
}
