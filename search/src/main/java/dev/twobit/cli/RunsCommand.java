package dev.twobit.cli;

import dev.twobit.experiment.run.RunStates;
import dev.twobit.report.RunsTable;
import dev.twobit.results.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit runs}. */
@Command(
    name = "runs",
    description = "List the runs in a folder: where each is, and the best it came to.",
    footerHeading = "%nExample:%n",
    footer = "  twobit runs runs")
final class RunsCommand implements Callable<Integer> {
  private static final int NAME = 28;

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = "runs",
      description = "Folder of runs (${DEFAULT-VALUE}).")
  private Path folder;

  @Mixin private TableFormatOption format;

  RunsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<RunState> runs = new ArrayList<>();
    for (Path run : RunStates.in(folder)) {
      runs.add(RunStates.read(run));
    }
    format.print(console.out(), runs, () -> RunsTable.csv(runs), () -> text(runs));
    return 0;
  }

  private String text(List<RunState> runs) {
    if (runs.isEmpty()) {
      return Text.printable(folder + ": no run in it");
    }
    TextTable table =
        new TextTable().text("run").text("status").text("at").number("best %").text("asked");
    for (RunState run : runs) {
      table.row(
          Text.shortened(Text.printable(String.valueOf(Path.of(run.run()).getFileName())), NAME),
          run.status().text(),
          run.status() == RunState.Status.FINISHED
              ? ""
              : Text.shortened(Text.printable(run.at()), NAME),
          percent(run.bestPercent()),
          Text.printable(run.asked().command() + ": " + run.asked().how()));
    }
    return table.render();
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "";
  }
}
