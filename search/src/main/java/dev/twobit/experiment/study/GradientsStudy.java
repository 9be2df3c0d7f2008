package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Quantization;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyChart.Kind;
import dev.twobit.results.study.StudyChart.Point;
import dev.twobit.results.study.StudyChart.Series;
import dev.twobit.results.study.StudyTable;
import dev.twobit.search.SearchEpoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Figure 4: gradients of the search parameters, and how much every layer prefers more channels,
 * with and without quantization (section 4.3, search/docs/methods.md#figures-and-tables).
 */
final class GradientsStudy implements Study {
  private static final String FULL = "TAS W32A32";
  private static final String QUANTIZED = "TAS W2A2";
  private static final String EXPANDING = "NCE W2A2";

  @Override
  public String name() {
    return "fig4";
  }

  @Override
  public String title() {
    return "Figure 4: gradients of search parameters and the preference for channels";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<String> budgets = f.budgets(StudyBudgets.FLOPS);
    List<Arm> arms = new ArrayList<>();
    for (long seed : ArmFactory.upTo(f.seeds())) {
      arms.add(search(f, FULL, "tas", Quantization.none(), budgets, seed));
      arms.add(search(f, QUANTIZED, "tas", f.quantized(2), budgets, seed));
      arms.add(search(f, EXPANDING, "nce", f.quantized(2), budgets, seed));
    }
    return arms;
  }

  private static Arm search(
      ArmFactory f, String group, String method, Quantization q, List<String> budgets, long seed) {
    return f.arm(
        ArmFactory.Kind.of(group, method, q, 2).labelled("seed " + seed), budgets, seed, List.of());
  }

  @Override
  public void show(StudyView view) {
    view.text(
            "Per layer and search epoch: Kendall's tau-b between a candidate's index (its width) and"
                + " its preference, minus the mean gradient of its search parameter; averaged over"
                + " the epochs. +1: wider is always preferred. Candidates that no step of the epoch"
                + " sampled are left out; NCE's wider candidates count from when they are there."
                + " Gradients are those before Adam; of the cross-entropy alone, and in total with"
                + " the cost's.")
        .text(
            "Paper: ResNet-20, figures without numbers: quantization raises every layer's tau"
                + " against full precision, NCE raises it further.");
    Map<String, Preference> total = preferences(view, false);
    Map<String, Preference> loss = preferences(view, true);
    view.table(table("Mean tau-b, total gradient", view, total));
    view.table(table("Mean tau-b, cross-entropy alone", view, loss));
    view.chart(bars("tauTotal", "Mean tau-b of every layer, total gradient.", view, total));
    view.chart(bars("tauLoss", "Mean tau-b of every layer, cross-entropy alone.", view, loss));
    String layer = mostRaised(total);
    for (String group : List.of(FULL, QUANTIZED, EXPANDING)) {
      ArmResult first = view.group(group).get(0);
      view.chart(gradients(group, first, layer, false));
      view.chart(gradients(group, first, layer, true));
    }
    view.note(
        "The layer shown epoch by epoch, "
            + layer
            + ", is the one whose tau quantization raises most; seed 1. The paper does not say which"
            + " layer it shows.");
    Expansions.tell(view);
  }

  /** Mean tau of every layer of a group. */
  private record Preference(Map<String, Double> byLayer) {
    double of(String layer) {
      return byLayer.getOrDefault(layer, Double.NaN);
    }
  }

  private static Map<String, Preference> preferences(StudyView view, boolean lossOnly) {
    Map<String, Preference> all = new LinkedHashMap<>();
    view.groups()
        .forEach(
            (group, arms) -> {
              Map<String, List<Double>> taus = new LinkedHashMap<>();
              for (ArmResult arm : arms) {
                meanTaus(arm.found().epochs(), lossOnly)
                    .forEach(
                        (layer, tau) ->
                            taus.computeIfAbsent(layer, l -> new ArrayList<>()).add(tau));
              }
              Map<String, Double> means = new LinkedHashMap<>();
              arms.get(0).found().original().keySet().stream()
                  .filter(taus::containsKey)
                  .forEach(
                      l ->
                          means.put(
                              l, StudyStatistics.summary(taus.getOrDefault(l, List.of())).mean()));
              all.put(group, new Preference(means));
            });
    return all;
  }

  /** Every layer's tau in one search, the mean over the epochs in which it has one. */
  static Map<String, Double> meanTaus(List<SearchEpoch> epochs, boolean lossOnly) {
    Map<String, List<Double>> taus = new LinkedHashMap<>();
    for (SearchEpoch epoch : epochs) {
      Map<String, double[]> gradients =
          lossOnly ? epoch.meanLossGradients() : epoch.meanGradients();
      gradients.forEach(
          (layer, g) ->
              tau(g, epoch.sampled().getOrDefault(layer, new int[0]))
                  .ifPresent(t -> taus.computeIfAbsent(layer, l -> new ArrayList<>()).add(t)));
    }
    Map<String, Double> means = new LinkedHashMap<>();
    taus.forEach((layer, values) -> means.put(layer, StudyStatistics.summary(values).mean()));
    return means;
  }

  /**
   * Kendall's tau-b over the candidates that were sampled at all.
   *
   * @param gradients by candidate
   * @param sampled steps that each took part in
   */
  static OptionalDouble tau(double[] gradients, int[] sampled) {
    List<Double> index = new ArrayList<>();
    List<Double> preference = new ArrayList<>();
    for (int i = 0; i < Math.min(gradients.length, sampled.length); i++) {
      if (sampled[i] > 0) {
        index.add((double) i);
        preference.add(-gradients[i]);
      }
    }
    return StudyStatistics.kendallTauB(
        index.stream().mapToDouble(d -> d).toArray(),
        preference.stream().mapToDouble(d -> d).toArray());
  }

  private static StudyTable table(String title, StudyView view, Map<String, Preference> taus) {
    List<String> headings = new ArrayList<>(List.of("layer"));
    taus.keySet().forEach(group -> headings.add("#" + group));
    List<List<String>> rows = new ArrayList<>();
    for (String layer : layers(taus)) {
      List<String> row = new ArrayList<>(List.of(layer));
      taus.values().forEach(p -> row.add(number(p.of(layer))));
      rows.add(row);
    }
    List<String> mean = new ArrayList<>(List.of("mean of layers"));
    taus.values()
        .forEach(p -> mean.add(number(StudyStatistics.summary(values(p, layers(taus))).mean())));
    rows.add(mean);
    return new StudyTable(
        title,
        headings,
        rows,
        "Paired t-test over layers: W2A2 against W32A32 p = %s, NCE against TAS W2A2 p = %s; %d seeds."
            .formatted(
                p(taus, FULL, QUANTIZED), p(taus, QUANTIZED, EXPANDING), view.group(FULL).size()));
  }

  private static String number(double tau) {
    return Double.isFinite(tau) ? Figures.points(tau) : "–";
  }

  private static String p(Map<String, Preference> taus, String a, String b) {
    Preference first = preference(taus, a);
    Preference second = preference(taus, b);
    List<String> both =
        layers(taus).stream()
            .filter(l -> Double.isFinite(first.of(l)) && Double.isFinite(second.of(l)))
            .toList();
    return Figures.p(StudyStatistics.pairedP(values(second, both), values(first, both)));
  }

  private static Preference preference(Map<String, Preference> taus, String group) {
    return taus.getOrDefault(group, new Preference(Map.of()));
  }

  private static List<Double> values(Preference preference, List<String> layers) {
    return layers.stream().map(preference::of).filter(Double::isFinite).toList();
  }

  private static List<String> layers(Map<String, Preference> taus) {
    return taus.values().stream().flatMap(p -> p.byLayer().keySet().stream()).distinct().toList();
  }

  private static StudyChart bars(
      String name, String caption, StudyView view, Map<String, Preference> taus) {
    List<String> layers = layers(taus);
    List<Series> series = new ArrayList<>();
    taus.forEach(
        (group, preference) -> {
          List<Point> points = new ArrayList<>();
          for (int i = 0; i < layers.size(); i++) {
            double tau = preference.of(layers.get(i));
            if (Double.isFinite(tau)) {
              points.add(new Point(i, tau, 0));
            }
          }
          series.add(new Series(group, false, points));
        });
    return new StudyChart(name, Kind.BARS, caption, "", "Kendall's tau-b", layers, series);
  }

  private static String mostRaised(Map<String, Preference> taus) {
    Preference full = preference(taus, FULL);
    Preference quantized = preference(taus, QUANTIZED);
    String most = "";
    double raised = Double.NEGATIVE_INFINITY;
    for (String layer : layers(taus)) {
      double difference = quantized.of(layer) - full.of(layer);
      if (most.isEmpty() || difference > raised) {
        most = layer;
        raised = difference;
      }
    }
    return most;
  }

  /** One line a candidate over the search epochs. */
  private static StudyChart gradients(String group, ArmResult arm, String layer, boolean lossOnly) {
    Map<Integer, List<Point>> lines = new LinkedHashMap<>();
    List<Integer> widths = new ArrayList<>();
    for (SearchEpoch epoch : arm.found().epochs()) {
      double[] g =
          (lossOnly ? epoch.meanLossGradients() : epoch.meanGradients())
              .getOrDefault(layer, new double[0]);
      int[] sampled = epoch.sampled().getOrDefault(layer, new int[0]);
      if (epoch.phase().equals("search")) {
        widths = epoch.candidates().getOrDefault(layer, List.of());
        for (int i = 0; i < Math.min(g.length, sampled.length); i++) {
          if (sampled[i] > 0) {
            lines.computeIfAbsent(i, n -> new ArrayList<>()).add(new Point(epoch.epoch(), g[i], 0));
          }
        }
      }
    }
    List<Series> series = new ArrayList<>();
    for (Map.Entry<Integer, List<Point>> line : lines.entrySet()) {
      int i = line.getKey();
      series.add(
          new Series(
              i < widths.size() ? widths.get(i) + " channels" : "candidate " + i,
              false,
              line.getValue()));
    }
    String kind = lossOnly ? "cross-entropy alone" : "total";
    return new StudyChart(
        (group.replaceAll("[^A-Za-z]", "") + (lossOnly ? "Loss" : "Total")),
        Kind.LINES,
        group + ": mean gradient of every search parameter of " + layer + ", " + kind + ".",
        "search epoch",
        "mean gradient",
        List.of(),
        series);
  }
}
