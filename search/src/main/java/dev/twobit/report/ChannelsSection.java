package dev.twobit.report;

import dev.twobit.results.LayerWidth;
import dev.twobit.results.RunResults;
import java.util.stream.Collectors;

/** Output channels of every layer before and after, and its bits. */
final class ChannelsSection {
  private ChannelsSection() {}

  static Html of(RunResults run) {
    if (run.widths().isEmpty()) {
      return Html.section("Channels per layer", Html.absent("not recorded"));
    }
    return Html.section(
        "Channels per layer",
        Html.chart("channels", "Output channels of each layer, original and adapted."),
        Html.collapsed("Channels as a table", table(run)));
  }

  private static Html table(RunResults run) {
    Table table =
        new Table(
            "layer",
            "role",
            "#original",
            "#adapted",
            "candidates at the end",
            "bits of the original",
            "bits of the adapted");
    for (LayerWidth width : run.widths()) {
      table.row(
          width.layer(),
          width.role(),
          channels(width.originalChannels()),
          channels(width.adaptedChannels()),
          width.candidates().stream().map(String::valueOf).collect(Collectors.joining(", ")),
          width.bits().map(LayerWidth.Operands::original).orElse(""),
          width.bits().map(LayerWidth.Operands::adapted).orElse(""));
    }
    return table.html();
  }

  private static String channels(int channels) {
    return channels == 0 ? "no such layer" : Format.count(channels);
  }
}
