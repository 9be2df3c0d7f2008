package dev.twobit.report;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.simulation.SimulatedModel;
import dev.twobit.experiment.simulation.Sweep;
import dev.twobit.experiment.simulation.SweepRequest;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.precision.AskedBits;
import dev.twobit.results.RunNetwork;
import dev.twobit.results.RunState;
import dev.twobit.results.SimulationRun;
import dev.twobit.results.SweepResult;
import dev.twobit.results.SyntheticRun;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two layers, really simulated; the second is slower on more MACs. */
final class SmallRuns {
  private SmallRuns() {}

  static SimulationRun simulation() throws IOException {
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w8a8");
    Path model = model();
    SimulatedModel simulated = SimulatedModel.read(model, 8, 8);
    Files.delete(model);
    return SimulationRun.of(simulated.on(hardware), 8, 8, simulated.precision());
  }

  static SweepResult sweep() throws IOException {
    Path model = model();
    SweepResult sweep =
        Sweep.run(
            new SweepRequest(
                List.of(model),
                List.of("nvdla-small-w8a8", "nvdla-large-w8a8"),
                List.of(SweepRequest.axis("memory.cyclesPerBeat=2,4")),
                AskedBits.NONE,
                HostProcessor.NONE,
                InputSizes.NONE,
                2),
            new ProgressLine(new PrintStream(OutputStream.nullOutputStream()), false, true));
    Files.delete(model);
    return sweep;
  }

  /** Two charts, one over categories and one over numbers, and a table. */
  static StudyResult study() {
    return study(
        new StudyTable(
            "accuracy", List.of("method", "#top-1"), List.of(List.of("nce", "62.5")), ""));
  }

  /** With more columns than a window has room for. */
  static StudyResult wideStudy() {
    List<String> headings = new ArrayList<>(List.of("found by", "widths"));
    List<String> row = new ArrayList<>(List.of("nce", "16 ".repeat(19).strip()));
    for (int i = 0; i < 20; i++) {
      headings.add("#points " + i);
      row.add("+1.25 to 2.5");
    }
    return study(new StudyTable("networks", headings, List.of(row, row), "Points of top-1."));
  }

  private static StudyResult study(StudyTable table) {
    List<StudyChart.Series> series =
        List.of(
            new StudyChart.Series(
                "ours",
                false,
                List.of(new StudyChart.Point(0, 62.5, 0.4), new StudyChart.Point(1, 61.5, 0))),
            new StudyChart.Series("published", true, List.of(new StudyChart.Point(1, 90, 0))));
    return new StudyResult(
        "0.1.0",
        "methods",
        "smoke",
        "Methods at one budget",
        List.of(new StudyResult.Fact("data", "embedded")),
        new StudyResult.Page(
            List.of("What is compared."),
            List.of(table),
            List.of(
                new StudyChart(
                    "accuracy",
                    StudyChart.Kind.BARS,
                    "By method",
                    "method",
                    "top-1, %",
                    List.of("original", "nce"),
                    series),
                new StudyChart(
                    "cost",
                    StudyChart.Kind.DOTS,
                    "By cost",
                    "MACs",
                    "top-1, %",
                    List.of(),
                    series)),
            List.of("One seed.")),
        List.of(),
        List.of(new StudyResult.TrialTime("0", "find by nce", 1.5)));
  }

  private static Path model() throws IOException {
    Path file = Files.createTempFile("net", ".csv");
    return Files.writeString(
        file,
        "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter,"
            + " Strides,\nwide,28,28,3,3,64,64,1,\nsmall,5,5,3,3,8,8,1,\n");
  }

  /** A training between two epochs. */
  static RunState running(String model) {
    return new RunState(
        "runs/a",
        RunState.Status.RUNNING,
        new RunState.Asked("train", model, "embedded", "", "lsq:bits=2 + lsq:bits=2"),
        List.of(
            new RunState.Phase(
                "train",
                3,
                List.of(
                    new RunState.Epoch(1, 2.1, Optional.of(31.5), 900, 5.5),
                    new RunState.Epoch(2, 1.7, Optional.of(40.25), 910, 5.5)))),
        List.of(),
        new RunState.Told(
            "2026-01-02T03:04:05Z", "2026-01-02T03:04:16Z", 11, List.of("first", "second")));
  }

  /** A search with its networks. */
  static RunState finished() {
    return new RunState(
        "runs/b",
        RunState.Status.FINISHED,
        new RunState.Asked("search", "net.onnx", "embedded", "toy-8x8-w2a2", "nce, latency=1.0x"),
        List.of(),
        RunNetwork.of(SyntheticRun.of(4, "")),
        new RunState.Told("2026-01-02T03:04:05Z", "2026-01-02T03:34:05Z", 1800, List.of()));
  }
}
