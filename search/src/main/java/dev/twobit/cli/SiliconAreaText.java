package dev.twobit.cli;

import dev.twobit.simulator.validation.AreaValidation;
import dev.twobit.simulator.validation.CompositionValidation;
import dev.twobit.simulator.validation.CompositionValidation.Product;
import dev.twobit.simulator.validation.NvdlaAreaValidation;
import dev.twobit.simulator.validation.NvdlaAreaValidation.Point;
import java.util.Locale;

/** Areas beside published ones as people read them. */
final class SiliconAreaText {
  private SiliconAreaText() {}

  static String of(AreaValidation result) {
    return nvdla(result.nvdla())
        + "\n"
        + TrialText.of(result.nvdla().trials(), result.nvdla().fittedMacs())
        + "\n"
        + products(result.composition());
  }

  private static String nvdla(NvdlaAreaValidation n) {
    TextTable table =
        new TextTable()
            .number("line")
            .number("MACs")
            .number("28 nm mm2")
            .number("counted")
            .number("edges")
            .number("sum")
            .number("error %")
            .number("16 nm mm2")
            .number("ours")
            .number("error %");
    for (Point p : n.points()) {
      table.row(
          p.line(),
          p.macs(),
          TextTable.decimals(p.published28(), 2),
          TextTable.decimals(p.counted(), 3),
          TextTable.decimals(p.edges(), 3),
          TextTable.decimals(p.predicted28(), 2),
          p.fitted() ? "fitted" : TrialText.signed(p.error28Percent()),
          TextTable.decimals(p.at16().published(), 2),
          TextTable.decimals(p.at16().predicted(), 2),
          TrialText.signed(p.at16().errorPercent()));
    }
    return "NVDLA cores with their memories\n\n"
        + table.render()
        + String.format(
            Locale.ROOT,
            """

            28 nm: mean error %.1f %%, worst %.1f %% of those that are not fitted; 16 nm, all of them predictions: mean
            %.1f %%, worst %.1f %%. Counted are MACs and buffer at 45 nm times %.4f (%s); the rest is
            %.4f mm2 a channel and kernel of the array, fitted on one point. To 16 nm everything is times %.2f;
            NVIDIA's own figures are %.2f apart.
            """,
            n.report28().meanErrorPercent(),
            n.report28().worstErrorPercent(),
            n.report16().meanErrorPercent(),
            n.report16().worstErrorPercent(),
            n.scaling().area28(),
            n.scaling().name(),
            n.squareMillimetresPerLane(),
            n.scaling().area16() / n.scaling().area28(),
            n.published16Over28());
  }

  private static String products(CompositionValidation composition) {
    TextTable table =
        new TextTable()
            .text("accelerator")
            .text("composition")
            .number("bits")
            .number("ours um2")
            .number("Bit Fusion um2")
            .number("error %")
            .text("Bit Fusion's unit");
    for (Product p : composition.products()) {
      table.row(
          p.hardware(),
          p.composition().name().toLowerCase(Locale.ROOT),
          p.bits(),
          TextTable.decimals(p.squareMicrometres().ours(), 1),
          TextTable.decimals(p.squareMicrometres().given(), 1),
          p.squareMicrometres().ownSource()
              ? "source"
              : TrialText.signed(p.squareMicrometres().errorPercent()),
          p.unit());
    }
    return "a product, 45 nm, without the adder column; \"source\" rows test nothing\n\n"
        + table.render();
  }
}
