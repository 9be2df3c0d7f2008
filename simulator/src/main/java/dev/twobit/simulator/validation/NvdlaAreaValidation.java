package dev.twobit.simulator.validation;

import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Areas that NVIDIA publishes of NVDLA sizes at 28 and 16 nm (estimated synthesis area with all
 * memories; nvdla.org primer), against MACs and buffer at 45 nm times a published factor, and one
 * constant: what lies along the edges of the array (fetch, sequencer, accumulators, post-processor,
 * interfaces), on each atomic channel and kernel. The constant is that of {@value
 * PublishedSilicon#FITTED_MACS} MACs at 28 nm; the other sizes, and all at 16 nm, are predictions.
 *
 * @param scaling of the points; other factors are in {@code trials}
 * @param squareMillimetresPerLane the constant, at 28 nm
 * @param report28 of the points that the constant is not of; {@code report16} of all, at 16 nm
 * @param trials other factors and other meanings of the constant, on the sizes that come with
 *     twobit
 * @param fittedMacs sizes of {@link SiliconTrial#worstByFittedPoint}
 * @param published16Over28 the published areas' own factor, mean of those that come with twobit
 */
public record NvdlaAreaValidation(
    NodeScaling scaling,
    double squareMillimetresPerLane,
    List<Point> points,
    ValidationReport report28,
    ValidationReport report16,
    List<SiliconTrial> trials,
    List<Integer> fittedMacs,
    double published16Over28) {
  private static final List<String> COLUMNS =
      List.of("macs", "cbuf_kb", "dram_gbps", "area28_mm2", "area16_mm2");

  public NvdlaAreaValidation {
    points = List.copyOf(points);
    trials = List.copyOf(trials);
    fittedMacs = List.copyOf(fittedMacs);
  }

  /**
   * One size, square millimetres.
   *
   * @param line in the file
   * @param counted MACs and buffer at 28 nm
   * @param edges the constant times channels and kernels, at 28 nm
   * @param fitted the constant is of it
   * @param at16 the same, all of it scaled to 16 nm
   */
  public record Point(
      int line,
      int macs,
      double published28,
      double counted,
      double edges,
      boolean fitted,
      double error28Percent,
      At16 at16) {
    public double predicted28() {
      return counted + edges;
    }
  }

  /** Square millimetres at 16 nm. */
  public record At16(double published, double predicted, double errorPercent) {}

  public static NvdlaAreaValidation run(Path csv) {
    return compare(CsvRows.read(csv, COLUMNS));
  }

  /** The seven rows that come with twobit. */
  public static NvdlaAreaValidation shipped() {
    return compare(shippedRows());
  }

  private static List<Row> shippedRows() {
    return CsvRows.shipped(PublishedSilicon.ROWS, COLUMNS);
  }

  private static NvdlaAreaValidation compare(List<Row> rows) {
    List<NvdlaSilicon> known = shippedRows().stream().map(NvdlaSilicon::of).toList();
    List<NodeScaling> scalings = NodeScaling.all();
    NodeScaling scaling = scalings.get(0);
    int on = PublishedSilicon.fitted(known);
    List<Double> given = known.stream().map(s -> s.row().positive("area28_mm2")).toList();
    double constant = model(known, scaling, NvdlaSilicon::edge).fitted(given, on);
    List<Point> points =
        rows.stream().map(row -> point(NvdlaSilicon.of(row), scaling, constant)).toList();
    List<SiliconTrial> trials = new ArrayList<>();
    for (NodeScaling s : scalings) {
      if (trials.stream().noneMatch(t -> sameArea(t, s, scalings))) {
        OneConstant edges = model(known, s, NvdlaSilicon::edge);
        trials.add(SiliconTrial.of(s, "mm2 a channel and kernel", edges, given, on));
      }
    }
    forms(scaling)
        .forEach(
            form ->
                trials.add(
                    SiliconTrial.of(
                        scaling, form.name(), model(known, scaling, form.amount()), given, on)));
    return new NvdlaAreaValidation(
        scaling,
        constant,
        points,
        report28(points),
        ValidationReport.of(points.stream().map(NvdlaAreaValidation::at16).toList()),
        trials,
        known.stream().map(s -> s.size().macs()).toList(),
        known.stream()
            .mapToDouble(s -> s.row().positive("area16_mm2") / s.row().positive("area28_mm2"))
            .average()
            .orElseThrow());
  }

  /** Two sources may differ in energies alone. */
  private static boolean sameArea(SiliconTrial trial, NodeScaling s, List<NodeScaling> scalings) {
    return scalings.stream()
        .anyMatch(o -> o.name().equals(trial.scaling()) && o.area28() == s.area28());
  }

  /** Another meaning of the constant. */
  private record Form(String name, ToDoubleFunction<NvdlaSilicon> amount) {}

  private static List<Form> forms(NodeScaling scaling) {
    return List.of(
        new Form("mm2 a core", s -> 1),
        new Form("mm2 per MAC", s -> s.size().macs()),
        new Form("mm2 per root of MACs", s -> Math.sqrt(s.size().macs())),
        new Form("times what is counted", s -> scaling.area28() * s.countedSquareMillimetres()));
  }

  private static OneConstant model(
      List<NvdlaSilicon> points, NodeScaling scaling, ToDoubleFunction<NvdlaSilicon> amount) {
    return new OneConstant(
        points.stream().map(s -> scaling.area28() * s.countedSquareMillimetres()).toList(),
        points.stream().map(amount::applyAsDouble).toList());
  }

  private static Point point(NvdlaSilicon silicon, NodeScaling scaling, double constant) {
    Row row = silicon.row();
    double counted = scaling.area28() * silicon.countedSquareMillimetres();
    double edges = constant * silicon.edge();
    double published28 = row.positive("area28_mm2");
    double published16 = row.positive("area16_mm2");
    double predicted16 = (counted + edges) * scaling.area16() / scaling.area28();
    return new Point(
        row.line(),
        silicon.size().macs(),
        published28,
        counted,
        edges,
        PublishedSilicon.isFitted(row, "area28_mm2"),
        percent(counted + edges, published28),
        new At16(published16, predicted16, percent(predicted16, published16)));
  }

  private static ValidationReport report28(List<Point> points) {
    List<Point> predictions = points.stream().filter(p -> !p.fitted()).toList();
    return ValidationReport.of(
        (predictions.isEmpty() ? points : predictions)
            .stream().map(NvdlaAreaValidation::at28).toList());
  }

  private static Comparison at28(Point p) {
    String what = p.macs() + " MACs, 28 nm";
    return new Comparison(what, p.line(), "mm2", p.published28(), p.predicted28());
  }

  private static Comparison at16(Point p) {
    String what = p.macs() + " MACs, 16 nm";
    return new Comparison(what, p.line(), "mm2", p.at16().published(), p.at16().predicted());
  }

  private static double percent(double ours, double given) {
    return 100 * (ours - given) / given;
  }
}
