package dev.twobit.cli;

import dev.twobit.experiment.run.RunStates;
import dev.twobit.network.InvalidInputException;
import dev.twobit.report.CompareReport;
import dev.twobit.report.EnergyUnit;
import dev.twobit.report.RunsTable;
import dev.twobit.results.Accuracy;
import dev.twobit.results.NetworkRow.SimulatedCost;
import dev.twobit.results.RunNetwork;
import dev.twobit.results.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit compare}. */
@Command(
    name = "compare",
    description = {
      "Hold runs against each other: accuracy, latency, energy, size.",
      "Every network of every run in one table; with --out a page that sorts it and draws"
          + " accuracy against latency."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit compare runs/a runs/b --out compare.html")
final class CompareCommand implements Callable<Integer> {
  private static final int NAME = 28;

  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Folders of runs, or folders with runs in them.")
  private List<Path> folders;

  @Option(names = "--out", paramLabel = "FILE.html", description = "Page to write.")
  private Optional<Path> out = Optional.empty();

  @Mixin private ForceOption force;
  @Mixin private TableFormatOption format;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(force::requireFree);
    List<RunState> runs = new ArrayList<>();
    for (Path folder : folders) {
      List<Path> found = RunStates.in(folder);
      if (found.isEmpty()) {
        throw new InvalidInputException(
            folder + ": found no run.yaml in it or in a folder of it, expected a run");
      }
      for (Path run : found) {
        runs.add(RunStates.read(run));
      }
    }
    if (out.isPresent()) {
      CompareReport.write(runs, out.get());
    }
    format.print(console.out(), runs, () -> RunsTable.networks(runs), () -> text(runs));
    return 0;
  }

  private String text(List<RunState> runs) {
    EnergyUnit unit =
        EnergyUnit.ofMillijoules(
            runs.stream()
                .flatMap(run -> run.networks().stream())
                .flatMap(n -> n.simulated().stream())
                .mapToDouble(SimulatedCost::energyMillijoules));
    TextTable table =
        new TextTable()
            .text("run")
            .text("network")
            .number("top-1 %")
            .number("95 %")
            .number("ms")
            .number(unit.plainSymbol())
            .number("PARAMs");
    for (RunState run : runs) {
      String name = Text.shortened(Text.printable(run.run()), NAME);
      if (run.networks().isEmpty()) {
        String at = Text.shortened(Text.printable(run.at()), NAME);
        table.row(name, run.status().text() + (at.isEmpty() ? "" : ", " + at), "", "", "", "", "");
      }
      for (RunNetwork n : run.networks()) {
        String label = n.budget().isEmpty() ? n.label() : n.label() + ", " + n.budget();
        table.row(
            name,
            Text.shortened(Text.printable(label), NAME),
            n.accuracy().map(a -> number("%.2f", a.top1Percent())).orElse(""),
            n.accuracy().map(CompareCommand::interval).orElse(""),
            n.simulated().map(c -> number("%.4f", c.latencyMilliseconds())).orElse(""),
            n.simulated().map(c -> unit.fixedMillijoules(c.energyMillijoules())).orElse(""),
            n.counted().map(c -> String.format(Locale.ROOT, "%,d", c.params())).orElse(""));
      }
    }
    return table.render()
        + "\ntop-1 as deployed where that was measured, with its 95 % interval for the number of"
        + " test images\n"
        + Text.written(out.stream().toList());
  }

  private static String interval(Accuracy a) {
    return String.format(Locale.ROOT, "%.1f-%.1f", a.lower95Percent(), a.upper95Percent());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
