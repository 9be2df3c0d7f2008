package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.ValidationSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twobit validate all}. */
@Command(
    name = "all",
    description = {
      "Compare with all measured and published figures.",
      "Those that come with twobit, in one table of errors. Ends with 1 if a bar is " + "not met."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate all")
final class ValidateAllCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private JsonOption json;

  ValidateAllCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ValidationSummary summary = ValidationSummary.run();
    console
        .out()
        .println(
            json.isSet() ? VersionedJson.indented(summary) : PublishedText.of(summary).strip());
    return summary.allMet() ? 0 : 1;
  }
}
