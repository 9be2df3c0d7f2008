package dev.twobit.report;

import dev.twobit.json.VersionedJson;
import dev.twobit.results.LayerResult;
import dev.twobit.results.SimulationRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulation as files for other programs: everything as JSON, the layers as CSV. */
public final class SimulationWriter {
  private static final String HEADER =
      "layer,operator,shape,precision,macs,latency_cycles,mac_active_cycles,fill_drain_cycles,"
          + "output_bound_cycles,load_cycles,memory_stall_cycles,mac_utilization,row_tiles,"
          + "sram_read_bytes,sram_write_bytes,dram_read_bytes,dram_halo_bytes,dram_write_bytes,"
          + "parameter_bytes,"
          + "mac_energy_pj,sram_energy_pj,dram_energy_pj,post_processor_energy_pj,"
          + "leakage_energy_pj,mapping,bottleneck,reason\n";

  /** Names of what {@link #write} writes. */
  public static final List<String> FILES = ReportFiles.names("simulation", "layers.csv");

  private SimulationWriter() {}

  /** Writes {@code simulation.json}, {@code layers.csv}, {@code report.html}; returns the files. */
  public static List<Path> write(SimulationRun run, Path folder) throws IOException {
    return ReportFiles.write(
        folder,
        "simulation",
        VersionedJson.indented(run),
        "layers.csv",
        csv(run),
        json -> SimulationReport.page(run, json));
  }

  /** One line a layer, units in the header. */
  public static String csv(SimulationRun run) {
    List<LayerResult> layers = run.simulation().layers();
    return HEADER + layers.stream().map(SimulationWriter::row).collect(Collectors.joining());
  }

  private static String row(LayerResult l) {
    return Csv.line(
        Stream.<Object>of(
                l.name(),
                l.operator(),
                l.shape(),
                l.precision(),
                l.macs(),
                l.latencyCycles(),
                l.cycles().macActive(),
                l.cycles().fillDrain(),
                l.cycles().outputBound(),
                l.cycles().load(),
                l.cycles().memoryStall(),
                l.macUtilization(),
                l.rowTiles(),
                l.activity().sramReadBytes(),
                l.activity().sramWriteBytes(),
                l.activity().dramReadBytes(),
                l.activity().dramHaloBytes(),
                l.activity().dramWriteBytes(),
                l.parameterBytes().map(String::valueOf).orElse(""),
                l.energy().macPicojoules(),
                l.energy().sramPicojoules(),
                l.energy().dramPicojoules(),
                l.energy().postProcessorPicojoules(),
                l.energy().leakagePicojoules(),
                l.mapping(),
                l.bottleneck().map(b -> b.cause().label()).orElse(""),
                l.bottleneck().map(b -> b.reason()).orElse(""))
            .toList());
  }
}
