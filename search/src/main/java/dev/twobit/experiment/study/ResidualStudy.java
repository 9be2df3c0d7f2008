package dev.twobit.experiment.study;

import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;

/** What fewer bits of the residual path cost in accuracy, and what they give back. */
final class ResidualStudy implements Study {
  /** The usual ones first. */
  private static final List<Integer> BITS = List.of(8, 4, 2);

  @Override
  public String name() {
    return "residual";
  }

  @Override
  public String title() {
    return "Bits of the residual path";
  }

  private static String group(int bits) {
    return "residual path at " + bits + " bits";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    return BITS.stream()
        .map(
            bits ->
                f.arm(
                    ArmFactory.Kind.of(group(bits), "original", f.quantized(2), 2).residual(bits),
                    List.of(),
                    1,
                    ArmFactory.upTo(f.seeds())))
        .toList();
  }

  @Override
  public void show(StudyView view) {
    view.text(
        "The 2-bit network as it is, what its Adds and average poolings read at 8, 4 and 2 bits. At"
            + " 8 they read floats while it is trained, below codes of learned steps.");
    List<ArmResult> base = view.group(group(BITS.get(0)));
    List<List<String>> rows = new ArrayList<>();
    for (int bits : BITS) {
      List<ArmResult> group = view.group(group(bits));
      boolean same = bits == BITS.get(0);
      rows.add(
          List.of(
              group(bits),
              Figures.meanPercent(Figures.accuracies(group)),
              same ? "–" : Figures.p(Figures.pairedP(group, base)),
              against(group, base, "latency"),
              against(group, base, "energy")));
    }
    view.table(
        new StudyTable(
            "Residual bits",
            List.of(
                "",
                "#top-1, as trained",
                "#p against 8 bits, paired by seed",
                "#latency, x",
                "#energy, x"),
            rows,
            "x: against the same network at 8 bits on the same hardware, simulated."));
    view.chart(CommonCharts.accuracies("accuracies", view, List.of()));
  }

  private static String against(List<ArmResult> group, List<ArmResult> base, String kind) {
    return Figures.times(Figures.cost(group, kind) / Figures.cost(base, kind));
  }
}
