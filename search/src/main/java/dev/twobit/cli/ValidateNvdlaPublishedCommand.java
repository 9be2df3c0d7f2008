package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.NvdlaPublishedValidation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit validate nvdla-published}. */
@Command(
    name = "nvdla-published",
    description = {
      "Compare with NVIDIA's published frames per second.",
      "Those of ResNet-50 on NVDLA of several sizes."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate nvdla-published --json")
final class ValidateNvdlaPublishedCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "Rows with columns macs, cbuf_kb, dram_gbps, fps_published (atomic_c and atomic_k for"
              + " other sizes). Default: those that come with twobit.")
  private Optional<Path> rows = Optional.empty();

  @Mixin private JsonOption json;

  ValidateNvdlaPublishedCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    NvdlaPublishedValidation result =
        rows.map(NvdlaPublishedValidation::run).orElseGet(NvdlaPublishedValidation::shipped);
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(result) : PublishedText.of(result).strip());
  }
}
