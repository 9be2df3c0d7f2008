package dev.twobit.report;

import dev.twobit.results.LayerResult;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Every figure of every layer. */
final class LayersSection {
  /** In front of the energy, and behind it. */
  private static final List<Column> COLUMNS =
      List.of(
          new Column("layer", LayerResult::name),
          new Column("operator", LayerResult::operator),
          new Column("shape", LayerResult::shape),
          new Column("bits", LayerResult::precision),
          Column.count("MACs", LayerResult::macs),
          Column.count("cycles", LayerResult::latencyCycles),
          Column.count("MAC active", layer -> layer.cycles().macActive()),
          Column.count("fill, drain", layer -> layer.cycles().fillDrain()),
          Column.count("output-bound", layer -> layer.cycles().outputBound()),
          Column.count("load", layer -> layer.cycles().load()),
          Column.count("stall", layer -> layer.cycles().memoryStall()),
          new Column("#utilization", layer -> Format.share(layer.macUtilization())),
          Column.count("SRAM read B", layer -> layer.activity().sramReadBytes()),
          Column.count("SRAM written B", layer -> layer.activity().sramWriteBytes()),
          Column.count("DRAM read B", layer -> layer.activity().dramReadBytes()),
          Column.count("DRAM written B", layer -> layer.activity().dramWriteBytes()));

  private static final List<Column> LAST =
      List.of(
          Column.count("row tiles", LayerResult::rowTiles),
          new Column("mapping", LayerResult::mapping),
          new Column("why no faster", layer -> layer.bottleneck().map(b -> b.reason()).orElse("")));

  private LayersSection() {}

  static Html of(RunResults run, EnergyUnit unit) {
    return Html.section(
        "All layer numbers",
        Html.element(
            "p", "soft", "Every figure of every layer; results.json holds the same for programs."),
        Html.collapsed("Adapted network, layer by layer", table(run.adapted(), unit)),
        Html.collapsed("Original network, layer by layer", table(run.original(), unit)));
  }

  static Html table(SimulationResult network, EnergyUnit unit) {
    Column energy =
        new Column(
            "#energy " + unit.symbol(), layer -> unit.figure(layer.energy().totalPicojoules()));
    List<Column> columns =
        Stream.of(COLUMNS.stream(), Stream.of(energy), LAST.stream())
            .flatMap(Function.identity())
            .toList();
    Table table = new Table(columns.stream().map(Column::heading).toList());
    for (LayerResult layer : network.layers()) {
      table.row(columns.stream().map(c -> Html.text(c.cell.apply(layer))).toList());
    }
    return table.dense();
  }

  private record Column(String heading, Function<LayerResult, String> cell) {
    /** Numbers. */
    static Column count(String heading, ToLongFunction<LayerResult> figure) {
      return new Column("#" + heading, layer -> Format.count(figure.applyAsLong(layer)));
    }
  }
}
