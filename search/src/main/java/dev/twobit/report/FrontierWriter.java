package dev.twobit.report;

import dev.twobit.json.VersionedJson;
import dev.twobit.results.FrontierResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Networks that use a budget up as files: everything as JSON, one line a network as CSV, a page.
 */
public final class FrontierWriter {
  private static final List<String> FIGURES =
      List.of("macs_share", "params_share", "latency_share", "whole_share");

  /** Names of what {@link #write} writes. */
  public static final List<String> FILES = ReportFiles.names("frontier", "networks.csv");

  private FrontierWriter() {}

  /** Writes {@code frontier.json}, {@code networks.csv}, {@code report.html}; returns the files. */
  public static List<Path> write(FrontierResult frontier, Path folder) throws IOException {
    return ReportFiles.write(
        folder,
        "frontier",
        VersionedJson.indented(frontier),
        "networks.csv",
        csv(frontier),
        json -> FrontierReport.page(frontier, json));
  }

  /** One line a network: the width of every unit, then costs as multiples of the original's. */
  public static String csv(FrontierResult frontier) {
    List<String> header = new ArrayList<>(units(frontier));
    header.addAll(FIGURES);
    return Csv.line(header)
        + frontier.networks().stream().map(FrontierWriter::line).collect(Collectors.joining());
  }

  private static List<String> units(FrontierResult frontier) {
    return List.copyOf(frontier.mostMacs().widths().keySet());
  }

  private static String line(FrontierResult.Point p) {
    List<Object> cells = new ArrayList<>(p.widths().values());
    cells.addAll(List.of(p.macs(), p.params(), p.latency(), p.whole()));
    return Csv.line(cells);
  }
}
