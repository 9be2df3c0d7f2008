package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Quantization;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyChart.Kind;
import dev.twobit.results.study.StudyChart.Point;
import dev.twobit.results.study.StudyChart.Series;
import dev.twobit.results.study.StudyTable;
import dev.twobit.training.LayerStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Figure 1: deviation and signal-to-noise ratio of every layer (section 4.1,
 * search/docs/methods.md#figures-and-tables).
 */
final class StatisticsStudy implements Study {
  private static final String FULL = "W32A32";
  private static final String ORIGINAL = "W2A2";
  private static final String NCE = "NCE W2A2";

  @Override
  public String name() {
    return "fig1";
  }

  @Override
  public String title() {
    return "Figure 1: deviation and signal-to-noise ratio of activations";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<Long> seeds = ArmFactory.upTo(f.seeds());
    Quantization two = f.quantized(2);
    return List.of(
        f.arm(
            ArmFactory.Kind.of(FULL, "original", Quantization.none(), 2).measured(),
            List.of(),
            1,
            seeds),
        f.arm(ArmFactory.Kind.of(ORIGINAL, "original", two, 2).measured(), List.of(), 1, seeds),
        f.arm(
            ArmFactory.Kind.of(NCE, "nce", two, 2).measured(),
            f.budgets(StudyBudgets.FLOPS),
            1,
            seeds));
  }

  @Override
  public void show(StudyView view) {
    view.text(
            "Over 500 test images in evaluation mode, mean over the trainings. Deviation of a"
                + " layer's output before batch normalization, and of the tensor the next"
                + " convolution's quantizer reads. SQNR: 10 log10 of sum x^2 over sum (x - Q(x))^2"
                + " of what the quantizer reads; and of convolution outputs, where noise is what"
                + " quantizing input and weights changes.")
        .text(
            "Paper: ResNet-20, a figure without numbers: W2A2's deviations are far above W32A32's,"
                + " NCE's below W2A2's and its SQNR above.");
    view.chart(
        chart(
            view,
            "deviationRead",
            "Deviation of what every convolution reads.",
            "deviation",
            s -> OptionalDouble.of(s.inputDeviation())));
    view.chart(
        chart(
            view,
            "sqnrRead",
            "SQNR of what every quantized convolution reads.",
            "SQNR, dB",
            LayerStatistics::inputSqnrDecibels));
    view.chart(
        chart(
            view,
            "deviationOut",
            "Deviation of every convolution's output, before batch normalization.",
            "deviation",
            s -> OptionalDouble.of(s.outputDeviation())));
    view.chart(
        chart(
            view,
            "sqnrOut",
            "SQNR of every quantized convolution's output.",
            "SQNR, dB",
            LayerStatistics::outputSqnrDecibels));
    view.table(table(view));
    view.table(Figures.comparison("Accuracy and cost", view, ORIGINAL));
    Expansions.tell(view);
  }

  private static List<String> layers(StudyView view) {
    return List.copyOf(view.arms().get(0).found().original().keySet());
  }

  /** Mean over a group's trainings; NaN where there is none. */
  private static double mean(
      List<ArmResult> group, String layer, Function<LayerStatistics, OptionalDouble> figure) {
    return group.stream()
        .flatMap(a -> a.trainings().stream())
        .flatMap(t -> t.layers().stream())
        .filter(s -> s.layer().equals(layer))
        .flatMap(s -> figure.apply(s).stream().boxed())
        .mapToDouble(d -> d)
        .average()
        .orElse(Double.NaN);
  }

  private static StudyChart chart(
      StudyView view,
      String name,
      String caption,
      String unit,
      Function<LayerStatistics, OptionalDouble> figure) {
    List<String> layers = layers(view);
    List<Series> series = new ArrayList<>();
    view.groups()
        .forEach(
            (group, arms) -> {
              List<Point> points = new ArrayList<>();
              for (int i = 0; i < layers.size(); i++) {
                double value = mean(arms, layers.get(i), figure);
                if (Double.isFinite(value)) {
                  points.add(new Point(i, value, 0));
                }
              }
              if (!points.isEmpty()) {
                series.add(new Series(group, false, points));
              }
            });
    return new StudyChart(name, Kind.LINES, caption, "", unit, layers, series);
  }

  private static StudyTable table(StudyView view) {
    List<String> headings = new ArrayList<>(List.of("layer"));
    for (String figure : List.of("deviation read", "deviation out", "SQNR read", "SQNR out")) {
      view.groups().keySet().forEach(group -> headings.add("#" + figure + ", " + group));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String layer : layers(view)) {
      List<String> row = new ArrayList<>(List.of(layer));
      add(row, view, layer, s -> OptionalDouble.of(s.inputDeviation()));
      add(row, view, layer, s -> OptionalDouble.of(s.outputDeviation()));
      add(row, view, layer, LayerStatistics::inputSqnrDecibels);
      add(row, view, layer, LayerStatistics::outputSqnrDecibels);
      rows.add(row);
    }
    return new StudyTable("Every convolution", headings, rows, "SQNR in dB.");
  }

  private static void add(
      List<String> row,
      StudyView view,
      String layer,
      Function<LayerStatistics, OptionalDouble> figure) {
    view.groups()
        .values()
        .forEach(
            arms -> {
              double value = mean(arms, layer, figure);
              row.add(Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–");
            });
  }
}
