package dev.twobit.simulator.validation;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * ResNet-50 frames per second that NVIDIA publishes of NVDLA sizes (nvdla.org primer): its
 * spreadsheet's, which {@code memory.overlap: spreadsheet} is held against. The same sizes on the
 * RTL-derived machine stand beside it; those are another machine's figures, and no error of them is
 * counted.
 *
 * @param points in the order of the rows
 * @param report of the spreadsheet mode
 */
public record NvdlaPublishedValidation(List<Point> points, ValidationReport report) {
  private static final List<String> COLUMNS =
      List.of("macs", "cbuf_kb", "dram_gbps", "fps_published");

  private static final String BASE = "nvdla-large-spreadsheet-w8a8";

  /** The sheet counts a GB/s as 1 KiB in 1000 clocks of 1 GHz: 1.024 bytes a clock. */
  static final double BYTES_PER_CYCLE_PER_GIGABYTE = 1.024;

  public NvdlaPublishedValidation {
    points = List.copyOf(points);
  }

  /**
   * One size.
   *
   * @param line in the file
   * @param spreadsheetErrorPercent signed: above 0 is faster than published
   */
  public record Point(
      int line,
      int macs,
      int atomicChannels,
      int atomicKernels,
      int bufferKibibytes,
      double bandwidthGigabytesPerSecond,
      double publishedFramesPerSecond,
      double spreadsheetFramesPerSecond,
      double spreadsheetErrorPercent,
      double rtlFramesPerSecond) {}

  public static NvdlaPublishedValidation run(Path csv) {
    return compare(CsvRows.read(csv, COLUMNS));
  }

  /** The seven rows that come with twobit. */
  public static NvdlaPublishedValidation shipped() {
    return compare(CsvRows.shipped("nvdla-published.csv", COLUMNS));
  }

  private static NvdlaPublishedValidation compare(List<Row> rows) {
    Network network =
        ModelZoo.architecture(ModelZoo.Model.RESNET50_V1, ModelZoo.Model.RESNET50_V1.imageSize());
    HardwareConfig base = HardwareCatalog.load(BASE);
    List<Point> points = rows.stream().map(row -> point(row, network, base)).toList();
    List<Comparison> comparisons = new ArrayList<>();
    for (Point p : points) {
      comparisons.add(
          new Comparison(
              p.macs() + " MACs, " + p.bufferKibibytes() + " KB",
              p.line(),
              "frames/s",
              p.publishedFramesPerSecond(),
              p.spreadsheetFramesPerSecond()));
    }
    return new NvdlaPublishedValidation(points, ValidationReport.of(comparisons));
  }

  private static Point point(Row row, Network network, HardwareConfig base) {
    NvdlaSize size = NvdlaSize.of(row);
    int kibibytes = NvdlaSilicon.bufferKibibytes(row);
    double bandwidth = row.positive("dram_gbps");
    double published = row.positive("fps_published");
    double spreadsheet =
        framesPerSecond(size, kibibytes, bandwidth, Overlap.SPREADSHEET, network, base);
    return new Point(
        row.line(),
        size.macs(),
        size.atomicChannels(),
        size.atomicKernels(),
        kibibytes,
        bandwidth,
        published,
        spreadsheet,
        100 * (spreadsheet - published) / published,
        framesPerSecond(size, kibibytes, bandwidth, Overlap.RTL, network, base));
  }

  private static double framesPerSecond(
      NvdlaSize size,
      int kibibytes,
      double gigabytesPerSecond,
      Overlap overlap,
      Network network,
      HardwareConfig base) {
    HardwareConfig hardware =
        size.on(base, kibibytes * 1024, gigabytesPerSecond * BYTES_PER_CYCLE_PER_GIGABYTE, overlap);
    PrecisionPlan plan = PrecisionPlan.uniform(network, 8, 8);
    return Simulator.simulate(network, plan, hardware).framesPerSecond();
  }
}
