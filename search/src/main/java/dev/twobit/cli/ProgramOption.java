package dev.twobit.cli;

import dev.twobit.experiment.deployment.UsageSnippet;
import dev.twobit.io.AtomicFile;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.QcdqImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Programs that run an exported file, written beside it. */
final class ProgramOption {
  private static final String PYTHON = ".py";
  private static final String JAVA = ".java";

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description =
          "Write a program that classifies an image by the file, in ONNX Runtime: classify.py or"
              + " Classify.java; may be repeated.")
  private List<Path> files = List.of();

  /** Throws a one-line error for one that is neither or is there already. */
  void require(ForceOption force) {
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (!name.endsWith(PYTHON) && !name.endsWith(JAVA)) {
        throw new InvalidInputException(
            "--program: found " + file + ", expected a name that ends in .py or .java");
      }
      force.requireFree(file);
    }
  }

  /** The files written, for {@code network}. */
  List<Path> write(Path network) throws IOException {
    if (files.isEmpty()) {
      return files;
    }
    UsageSnippet usage =
        UsageSnippet.of(QcdqImporter.read(network), String.valueOf(network.getFileName()))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        network
                            + ": --program: found what ONNX Runtime does not run or takes no image"
                            + " of 1 or 3 channels, expected --format qcdq or qdq-int2"));
    List<Path> written = new ArrayList<>();
    for (Path file : files) {
      AtomicFile.writeText(file, file.toString().endsWith(JAVA) ? usage.java() : usage.python());
      written.add(file);
    }
    return written;
  }
}
