package dev.twobit.cli;

import dev.twobit.training.LayerFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What libtorch throws: a sentence, and behind it the stack of its C++, which is nothing for a
 * terminal.
 */
final class NativeFailure {
  /** What c10 puts between the two (c10/util/Exception.cpp, Error::compute_what). */
  private static final String STACK = "Exception raised from";

  private NativeFailure() {}

  /** The sentence, and the file that has the rest; empty for what is no such failure. */
  static Optional<String> line(Throwable e) {
    String message = String.valueOf(e.getMessage());
    int stack = message.indexOf(STACK);
    if (stack < 0 && !(e instanceof LayerFailure)) {
      return Optional.empty();
    }
    String sentence = message.substring(0, stack < 0 ? message.length() : stack).strip();
    return Optional.of(
        "libtorch: " + (sentence.isEmpty() ? e.getClass().getSimpleName() : sentence) + kept(e));
  }

  private static String kept(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    try {
      Path file = Files.createTempFile("twobit-libtorch-", ".txt");
      Files.writeString(file, text.toString());
      return " (its stack: " + file + ")";
    } catch (IOException unwritable) {
      return ""; // the sentence is what matters
    }
  }
}
