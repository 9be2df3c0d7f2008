package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a run tells a person, for tests. */
final class ToldLines {
  private ToldLines() {}

  /** Hands every line on, within the run. */
  static ProgressLine to(Consumer<String> listener) {
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            listener.accept(line);
          }
        };
    return new ProgressLine(out, false, false);
  }
}
