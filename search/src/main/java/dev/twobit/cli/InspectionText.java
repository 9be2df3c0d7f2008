package dev.twobit.cli;

import dev.twobit.network.ChannelGroup;
import dev.twobit.verification.StatedWidths;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An {@link Inspection} as people read it. */
final class InspectionText {
  private static final int MAX_WIDTH = 120;

  private InspectionText() {}

  static String of(Inspection inspection) {
    return header(inspection)
        + "\n"
        + layers(inspection)
        + "\n"
        + groups(inspection)
        + totals(inspection);
  }

  private static String header(Inspection i) {
    return Text.printable(
            String.format(
                "%s: %s -> %s, %s%s%s",
                i.network(),
                tensors(i.inputs()),
                tensors(i.outputs()),
                i.hasWeights() ? "with weights" : "without weights",
                i.format().isEmpty() ? "" : ", quantized (" + i.format() + ")",
                batch(i)))
        + "\n";
  }

  private static String batch(Inspection i) {
    if (i.batch() > 1) {
      return ", batch of " + i.batch() + (i.dynamicBatch() ? "" : " (--batch sets another)");
    }
    return i.dynamicBatch() ? ", any batch size" : "";
  }

  private static String tensors(List<Inspection.Tensor> tensors) {
    return tensors.stream()
        .map(t -> Text.shortened(t.name(), 40) + " " + dims(t.shape()))
        .collect(Collectors.joining(", "));
  }

  /** Shapes are shown without a batch extent of 1. */
  private static String layers(Inspection inspection) {
    TextTable table =
        new TextTable()
            .number("#")
            .text("layer")
            .text("operator")
            .text("input")
            .text("output")
            .text("kernel")
            .text("stride")
            .number("grp")
            .number("MACs")
            .number("PARAMs");
    boolean quantized = !inspection.bits().isEmpty();
    if (quantized) {
      table.text("bits");
    }
    table.text("role");
    int index = 0;
    for (Inspection.LayerLine l : inspection.layers()) {
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  index + 1,
                  l.name(),
                  l.operator(),
                  l.inputShapes().isEmpty() ? "" : dims(l.inputShapes().get(0)),
                  dims(l.outputShape()),
                  l.kernel(),
                  l.stride(),
                  l.groups() == 0 ? "" : l.groups(),
                  l.macs() == 0 ? "" : l.macs(),
                  l.params() == 0 ? "" : l.params()));
      if (quantized) {
        cells.add(inspection.bits().get(index).text());
      }
      cells.add(l.role());
      table.row(cells.toArray());
      index++;
    }
    return table.render();
  }

  /** Which widths depend on one another, and which can change at all. */
  private static String groups(Inspection i) {
    List<ChannelGroup> tied = i.channelGroups().stream().filter(ChannelGroup::isTied).toList();
    int weighted = i.channelGroups().stream().mapToInt(g -> g.writers().size()).sum();
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "channel groups: %s with weights in %s, %s%n",
            Text.counted(weighted, "layer", "layers"),
            Text.counted(i.channelGroups().size(), "group", "groups"),
            tied.isEmpty()
                ? "no two of tied widths"
                : tied.size() + " of several layers whose widths are tied"));
    for (ChannelGroup group : tied) {
      out.append(
          String.format(
              Locale.ROOT, "  %s channels, %d layers:%n", widths(group), group.writers().size()));
      out.append(Text.wrapped(names(group), "    ", MAX_WIDTH));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "widths: a search may change those of %s%s%n",
            i.freeWidths().isEmpty()
                ? "no layer"
                : Text.counted(i.freeWidths().size(), "layer", "layers"),
            connected(i)));
    for (String fixed : i.fixedWidths()) {
      out.append(Text.wrapped(List.of(Text.printable(fixed).split(" ")), "  ", MAX_WIDTH));
    }
    return out.append('\n').toString();
  }

  /** Fully connected layers are widened only where a convolution's width is theirs. */
  private static String connected(Inspection i) {
    long kept =
        i.layers().stream()
            .filter(l -> l.operator().equals("FullyConnected"))
            .filter(l -> !i.freeWidths().contains(l.name()))
            .count();
    return kept == 0
        ? ""
        : "; "
            + Text.counted(
                kept, "fully connected layer keeps its own", "fully connected layers keep theirs");
  }

  /** One width, or the range where an Add pads the narrower. */
  private static String widths(ChannelGroup group) {
    IntSummaryStatistics widths =
        group.writers().stream().mapToInt(ChannelGroup.Writer::channels).summaryStatistics();
    return widths.getMin() == widths.getMax()
        ? String.valueOf(widths.getMin())
        : widths.getMin() + " to " + widths.getMax();
  }

  private static List<String> names(ChannelGroup group) {
    int last = group.writers().size() - 1;
    List<String> names = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      names.add(Text.printable(group.writers().get(i).layer()) + (i < last ? "," : ""));
    }
    return names;
  }

  private static String totals(Inspection i) {
    String widths = StatedWidths.summary(i.bits());
    return String.format(
        Locale.ROOT,
        "%s, %,d MACs, %,d PARAMs (as the file is written, batch %d)%s%n",
        Text.counted(i.totals().layers(), "layer", "layers"),
        i.totals().macs(),
        i.totals().params(),
        i.batch(),
        widths.isEmpty() ? "" : "; " + widths);
  }

  private static String dims(List<Integer> shape) {
    List<Integer> shown =
        shape.size() > 1 && shape.get(0) == 1 ? shape.subList(1, shape.size()) : shape;
    return shown.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
