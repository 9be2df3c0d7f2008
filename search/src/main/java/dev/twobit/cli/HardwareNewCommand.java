package dev.twobit.cli;

import dev.twobit.hardware.NewHardware;
import dev.twobit.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit hardware new}. */
@Command(
    name = "new",
    description = {
      "Write a file for an accelerator of your own, from another.",
      "Above each key: what it decides, its unit, and what it may be."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware new mine.yaml --from nvdla-small-w2a2")
final class HardwareNewCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "FILE.yaml",
      description = "File to write; the accelerator is named after it.")
  private Path file;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String from;

  @Mixin private ForceOption force;

  HardwareNewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    String text = NewHardware.text(file, from);
    force.requireFree(file);
    AtomicFile.writeText(file, text);
    console.out().println(file);
    return 0;
  }
}
