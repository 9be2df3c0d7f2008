package dev.twobit.cli;

import dev.twobit.simulator.validation.SiliconTrial;
import java.util.List;
import java.util.Locale;

/** What other choices would have made of a validation with one constant. */
final class TrialText {
  private TrialText() {}

  static String of(List<SiliconTrial> trials, List<Integer> fittedMacs) {
    TextTable table =
        new TextTable()
            .text("scaling")
            .text("one constant")
            .number("fitted")
            .number("mean %")
            .number("worst %");
    fittedMacs.forEach(m -> table.number("@" + m));
    for (SiliconTrial t : trials) {
      Object[] cells = new Object[5 + fittedMacs.size()];
      cells[0] = t.scaling();
      cells[1] = t.form();
      cells[2] = TextTable.decimals(t.constant(), t.constant() < 1 ? 4 : 1);
      cells[3] = TextTable.decimals(t.meanErrorPercent(), 1);
      cells[4] = TextTable.decimals(t.worstErrorPercent(), 1);
      for (int i = 0; i < fittedMacs.size(); i++) {
        cells[5 + i] = TextTable.decimals(t.worstByFittedPoint().get(i), 0);
      }
      table.row(cells);
    }
    return "the seven sizes by other factors and other constants; @N: the worst of the others if N"
        + " MACs are fitted\n\n"
        + table.render();
  }

  static String signed(double percent) {
    return String.format(Locale.ROOT, "%+.1f", percent);
  }
}
