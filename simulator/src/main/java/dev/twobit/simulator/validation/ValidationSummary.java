package dev.twobit.simulator.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every kind of figures that twobit comes with, against the simulator: one line each, with the bar
 * it is held to, or that was aimed at.
 */
public record ValidationSummary(List<Line> lines) {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** What a done interrupt may be off. */
  private static final int MOST_CLOCKS = 2;

  public ValidationSummary {
    lines = List.copyOf(lines);
  }

  /**
   * One kind.
   *
   * @param kind as {@code twobit validate} names it
   * @param subset of its rows, in a few words
   * @param rows compared
   * @param bar in words; {@code met} whether it is
   * @param aim the bar is one that was aimed at: it is printed, met or not, and holds nothing up
   */
  public record Line(
      String kind,
      String subset,
      int rows,
      double meanErrorPercent,
      double worstErrorPercent,
      String bar,
      boolean met,
      boolean aim) {}

  /** Runs all of them. */
  public static ValidationSummary run() {
    EdgeTpuValidation edgeTpu = EdgeTpuValidation.shipped();
    double constant =
        Math.min(edgeTpu.constantAloneErrorPercent(), edgeTpu.sameLatencyErrorPercent());
    ValidationReport networks = edgeTpu.report();
    List<Line> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            held(
                "nvdla-rtl",
                "layers, 2 or more cycles a beat",
                NvdlaRtlValidation.shipped(Engine.EVENT, false),
                0.05,
                0.5),
            held(
                "nvdla-rtl",
                "layers, 1 cycle a beat",
                NvdlaRtlValidation.shipped(Engine.EVENT, true),
                0.05,
                1),
            chains(NvdlaChainsValidation.shipped(Engine.EVENT)),
            equal("scale-sim", "layers: cycles, buffer accesses", ScaleSimValidation.shipped()),
            held(
                "nvdla-published",
                "ResNet-50, spreadsheet mode",
                NvdlaPublishedValidation.shipped().report(),
                NONE,
                6),
            held("edge-tpu", "networks over USB", networks, NONE, 25),
            line(
                "edge-tpu",
                "against a constant latency",
                networks,
                String.format(Locale.ROOT, "mean under the constant's %.1f %%", constant),
                networks.meanErrorPercent() < constant)));
    lines.addAll(SiliconLines.of(EnergyValidation.shipped()));
    lines.addAll(SiliconLines.of(AreaValidation.shipped()));
    return new ValidationSummary(lines);
  }

  /** Whether every bar is; aims may be missed. */
  public boolean allMet() {
    return lines.stream().allMatch(line -> line.met() || line.aim());
  }

  static Line held(String kind, String subset, ValidationReport report, double mean, double worst) {
    String bar =
        (mean == NONE ? "" : "mean under " + mean + " %")
            + (mean == NONE || worst == NONE ? "" : ", ")
            + (worst == NONE ? "" : "worst under " + worst + " %");
    return line(
        kind,
        subset,
        report,
        bar,
        report.meanErrorPercent() < mean && report.worstErrorPercent() < worst);
  }

  private static Line chains(NvdlaChainsValidation result) {
    return line(
        "nvdla-chains",
        "done interrupts of layers back to back",
        result.report(),
        "every one within " + MOST_CLOCKS + " clocks",
        result.worstClocks() <= MOST_CLOCKS);
  }

  private static Line equal(String kind, String subset, ValidationReport report) {
    return line(kind, subset, report, "equal, every row", report.worstErrorPercent() == 0);
  }

  private static Line line(
      String kind, String subset, ValidationReport report, String bar, boolean met) {
    return new Line(
        kind,
        subset,
        report.rows(),
        report.meanErrorPercent(),
        report.worstErrorPercent(),
        bar,
        met,
        false);
  }
}
