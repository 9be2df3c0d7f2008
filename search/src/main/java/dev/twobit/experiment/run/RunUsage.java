package dev.twobit.experiment.run;

import dev.twobit.experiment.deployment.UsageSnippet;
import dev.twobit.io.ShellWords;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.results.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a user takes away from a run's folder. */
final class RunUsage {
  private RunUsage() {}

  /**
   * @param network the file that the run ended with
   */
  static Usage of(RunFolder folder, Path network) throws IOException {
    String name = String.valueOf(network.getFileName());
    Optional<UsageSnippet> programs = UsageSnippet.of(QcdqImporter.read(network), name);
    return new Usage(
        ShellWords.joined(folder.command()),
        name,
        programs.map(UsageSnippet::python).orElse(""),
        programs.map(UsageSnippet::java).orElse(""));
  }
}
