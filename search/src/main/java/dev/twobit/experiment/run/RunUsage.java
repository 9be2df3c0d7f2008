package dev.twobit.experiment.run;

import dev.twobit.experiment.deployment.UsageSnippet;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.results.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user takes away from a run's folder. */
final class RunUsage {
  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  private RunUsage() {}

  /**
   * @param network the file that the run ended with
   */
  static Usage of(RunFolder folder, Path network) throws IOException {
    String name = String.valueOf(network.getFileName());
    Optional<UsageSnippet> programs = UsageSnippet.of(QcdqImporter.read(network), name);
    return new Usage(
        shell(folder.command()),
        name,
        programs.map(UsageSnippet::python).orElse(""),
        programs.map(UsageSnippet::java).orElse(""));
  }

  /** As a POSIX shell reads it. */
  static String shell(List<String> command) {
    return command.stream().map(RunUsage::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
