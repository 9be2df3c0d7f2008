package dev.twobit.report;

import dev.twobit.json.VersionedJson;
import dev.twobit.results.SweepPoint;
import dev.twobit.results.SweepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A sweep as files: everything as JSON, the points as CSV, the page. */
public final class SweepWriter {
  private static final List<String> FIGURES =
      List.of(
          "mac_units",
          "latency_cycles",
          "latency_ms",
          "accelerator_ms",
          "energy_mj",
          "area_mm2",
          "memory_gb_per_s",
          "mac_utilization",
          "pareto_front",
          "mac_active_cycles",
          "fill_drain_cycles",
          "output_bound_cycles",
          "load_cycles",
          "memory_stall_cycles",
          "mac_area_um2",
          "shift_accumulator_area_um2",
          "buffer_area_um2",
          "post_processor_area_um2");

  /** Names of what {@link #write} writes. */
  public static final List<String> FILES = ReportFiles.names("sweep", "sweep.csv");

  private SweepWriter() {}

  /** Writes {@code sweep.json}, {@code sweep.csv} and {@code report.html}; returns the files. */
  public static List<Path> write(SweepResult sweep, Path folder) throws IOException {
    return ReportFiles.write(
        folder,
        "sweep",
        VersionedJson.indented(sweep),
        "sweep.csv",
        csv(sweep),
        json -> SweepReport.page(sweep, json));
  }

  /** One line a point, units in the header; one column a swept key. */
  public static String csv(SweepResult sweep) {
    List<String> header = new ArrayList<>(List.of("model", "hardware"));
    header.addAll(keys(sweep));
    header.addAll(FIGURES);
    return Csv.line(header)
        + sweep.points().stream().map(SweepWriter::line).collect(Collectors.joining());
  }

  /** Keys that the points set, the same for all. */
  static List<String> keys(SweepResult sweep) {
    return sweep.points().get(0).settings().stream().map(SweepPoint.Setting::key).toList();
  }

  private static String line(SweepPoint p) {
    List<Object> cells = new ArrayList<>(List.of(p.model(), p.hardware()));
    p.settings().forEach(setting -> cells.add(setting.value()));
    cells.addAll(
        List.of(
            p.macUnits(),
            p.latencyCycles(),
            p.latencyMilliseconds(),
            p.acceleratorMilliseconds(),
            p.energyMillijoules(),
            p.areaSquareMillimetres(),
            p.memoryGigabytesPerSecond(),
            p.macUtilization(),
            p.onFront(),
            p.cycles().macActive()));
    cells.addAll(
        List.of(
            p.cycles().fillDrain(),
            p.cycles().outputBound(),
            p.cycles().load(),
            p.cycles().memoryStall(),
            p.area().macsSquareMicrometres(),
            p.area().shiftAccumulatorsSquareMicrometres(),
            p.area().bufferSquareMicrometres(),
            p.area().postProcessorSquareMicrometres()));
    return Csv.line(cells);
  }
}
