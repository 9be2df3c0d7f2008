package dev.twobit.cli;

import dev.twobit.experiment.study.RunEstimate;
import dev.twobit.json.VersionedJson;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --dry-run} of what takes long: what will be done, and for how long. */
final class DryRun {
  @Option(
      names = "--dry-run",
      description = "Say what will be done and how long it takes here, by measured steps, and end.")
  private boolean asked;

  boolean isAsked() {
    return asked;
  }

  /** Work out what would be done; all input is checked. */
  interface Planned {
    RunEstimate of() throws IOException;
  }

  /** Returns the exit code. */
  int print(Console console, boolean json, Path out, Planned planned) throws IOException {
    console.progress(json).say("measuring a step of each kind");
    RunEstimate estimate = planned.of();
    console.out().println(json ? VersionedJson.indented(estimate) : text(estimate, out));
    return 0;
  }

  private static String text(RunEstimate estimate, Path out) {
    TextTable table = new TextTable().text("what").number("times").number("time");
    for (RunEstimate.Part part : estimate.parts()) {
      table.row(part.what(), part.times(), StudyText.duration(part.seconds()));
    }
    return table.render()
        + "\nabout "
        + StudyText.duration(estimate.seconds())
        + " here, with networks as large as the original; exports, checks and simulations are"
        + " not in it\nwould be written to "
        + Text.printable(out.toString());
  }
}
