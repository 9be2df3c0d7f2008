package dev.twobit.cli;

import dev.twobit.simulator.validation.EdgeTpuValidation;
import dev.twobit.simulator.validation.EdgeTpuValidation.NetworkLatency;
import dev.twobit.simulator.validation.NvdlaPublishedValidation;
import dev.twobit.simulator.validation.NvdlaPublishedValidation.Point;
import dev.twobit.simulator.validation.ValidationSummary;
import java.util.Locale;

/** Comparisons with published figures as people read them. */
final class PublishedText {
  private PublishedText() {}

  static String of(ValidationSummary summary) {
    TextTable table =
        new TextTable()
            .text("kind")
            .text("what")
            .number("rows")
            .number("mean error %")
            .number("worst %")
            .text("bar")
            .text("met");
    for (ValidationSummary.Line line : summary.lines()) {
      table.row(
          line.kind(),
          line.subset(),
          line.rows(),
          TextTable.decimals(line.meanErrorPercent(), 3),
          TextTable.decimals(line.worstErrorPercent(), 3),
          line.bar(),
          line.met() ? "yes" : "no");
    }
    return table.render()
        + "\nAn aim may be missed; a bar that is not met ends the command with 1.\n";
  }

  static String of(NvdlaPublishedValidation result) {
    TextTable table =
        new TextTable()
            .number("line")
            .number("MACs")
            .text("atom C x K")
            .number("buffer KB")
            .number("GB/s")
            .number("published fps")
            .number("spreadsheet mode")
            .number("error %")
            .number("RTL machine");
    for (Point p : result.points()) {
      table.row(
          p.line(),
          p.macs(),
          p.atomicChannels() + " x " + p.atomicKernels(),
          p.bufferKibibytes(),
          TextTable.decimals(p.bandwidthGigabytesPerSecond(), 1),
          TextTable.decimals(p.publishedFramesPerSecond(), 1),
          TextTable.decimals(p.spreadsheetFramesPerSecond(), 1),
          signed(p.spreadsheetErrorPercent()),
          TextTable.decimals(p.rtlFramesPerSecond(), 1));
    }
    return table.render()
        + String.format(
            Locale.ROOT,
            """

            spreadsheet mode: error %.2f %% on average, %.2f %% at worst. The published figures are NVIDIA's
            spreadsheet, no measurement: per layer the larger of memory and MAC time. The RTL machine stalls,
            fills, drains and reuses its buffer as the RTL does; it is shown, not held to these figures.
            Convolutions are direct in both; NVIDIA's sheet has Winograd on 16 layers, which is left out here.
            """,
            result.report().meanErrorPercent(),
            result.report().worstErrorPercent());
  }

  static String of(EdgeTpuValidation result) {
    TextTable table =
        new TextTable()
            .number("line")
            .text("network")
            .number("px")
            .text("weights")
            .number("published ms")
            .number("array ms")
            .number("image ms")
            .number("weights ms")
            .number("host ms")
            .number("total ms")
            .number("error %");
    for (NetworkLatency n : result.networks()) {
      table.row(
          n.line(),
          n.network(),
          n.inputPixels(),
          n.weightsFit() ? "on chip" : "stream",
          TextTable.decimals(n.publishedMilliseconds(), 1),
          TextTable.decimals(n.arrayMilliseconds(), 3),
          TextTable.decimals(n.transferMilliseconds(), 3),
          TextTable.decimals(n.streamMilliseconds(), 3),
          TextTable.decimals(n.hostMilliseconds(), 3),
          TextTable.decimals(n.totalMilliseconds(), 3),
          n.calibration() ? "constant" : signed(n.errorPercent()));
    }
    return table.render()
        + String.format(
            Locale.ROOT,
            """

            The host's constant is taken from the row marked "constant"; the other %d are predictions.
            mean error %.1f %%, worst %.1f %%; the constant alone %.1f %%; that row's latency for all %.1f %%
            """,
            result.report().rows(),
            result.report().meanErrorPercent(),
            result.report().worstErrorPercent(),
            result.constantAloneErrorPercent(),
            result.sameLatencyErrorPercent())
        + (result.leftOut().isEmpty()
            ? ""
            : "left out, for twobit does not build them: "
                + String.join(", ", result.leftOut())
                + "\n");
  }

  private static String signed(double percent) {
    return String.format(Locale.ROOT, "%+.2f", percent);
  }
}
