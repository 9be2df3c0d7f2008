package dev.twobit.cli;

import dev.twobit.simulator.validation.BufferComparison;
import dev.twobit.simulator.validation.CompositionValidation.Product;
import dev.twobit.simulator.validation.EdgeTpuEfficiency;
import dev.twobit.simulator.validation.EnergyValidation;
import dev.twobit.simulator.validation.NvdlaEnergyValidation;
import dev.twobit.simulator.validation.NvdlaEnergyValidation.Point;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.util.List;
import java.util.Locale;

/** Energies beside published ones as people read them. */
final class SiliconEnergyText {
  private SiliconEnergyText() {}

  static String of(EnergyValidation result) {
    return nvdla(result.nvdla())
        + "\n"
        + TrialText.of(result.nvdla().trials(), result.nvdla().fittedMacs())
        + "\n"
        + products(result)
        + "\n"
        + buffers(result.buffers())
        + "\n"
        + edgeTpu(result.edgeTpu());
  }

  private static String nvdla(NvdlaEnergyValidation n) {
    TextTable table =
        new TextTable()
            .number("line")
            .number("MACs")
            .number("published mJ")
            .number("45 nm mJ")
            .number("MACs mJ")
            .number("buffer mJ")
            .number("post mJ")
            .number("leak mJ")
            .number("clocks mJ")
            .number("sum mJ")
            .number("error %");
    for (Point p : n.points()) {
      table.row(
          p.line(),
          p.macs(),
          mj(p.publishedMillijoules()),
          mj(p.unscaledMillijoules()),
          mj(p.counted().macs()),
          mj(p.counted().buffer()),
          mj(p.counted().postProcessor()),
          mj(p.counted().leakage()),
          mj(p.clocks()),
          mj(p.predictedMillijoules()),
          p.fitted() ? "fitted" : TrialText.signed(p.errorPercent()));
    }
    return "NVDLA, a ResNet-50 frame at 16 nm, external memory left out\n\n"
        + table.render()
        + String.format(
            Locale.ROOT,
            """

            mean error %.1f %%, worst %.1f %% of those that are not fitted. "45 nm" is what simulate says: unscaled,
            without clocks, and so %+.0f to %+.0f %% off. Counted parts are those times %.4f (%s); clocks, sequencers and
            idle registers are %.1f mW per mm2 of logic, fitted on one point. Published averages are %.0f to %.0f %% of
            published peaks whatever the MACs are used: NVIDIA's estimates, no measurements of this network.
            Leakage of buffers is in the constant here and left out by simulate: at 16 nm it is at most %.2f mW a
            KiB (all that the core of %d MACs takes); CACTI's high-performance 45 nm says %.2f.
            """,
            n.report().meanErrorPercent(),
            n.report().worstErrorPercent(),
            n.points().stream().mapToDouble(SiliconEnergyText::unscaledError).min().orElseThrow(),
            n.points().stream().mapToDouble(SiliconEnergyText::unscaledError).max().orElseThrow(),
            n.scaling().energy(),
            n.scaling().name(),
            n.milliwattsPerSquareMillimetre(),
            100 * n.shareOfPeak().least(),
            100 * n.shareOfPeak().most(),
            n.leakage().mostMilliwattsPerKibibyte(),
            n.leakage().ofMacs(),
            n.leakage().cactiMilliwattsPerKibibyte());
  }

  private static double unscaledError(Point p) {
    return 100 * (p.unscaledMillijoules() / p.publishedMillijoules() - 1);
  }

  private static String products(EnergyValidation result) {
    TextTable table =
        new TextTable()
            .text("accelerator")
            .text("composition")
            .number("bits")
            .number("ours pJ")
            .number("Bit Fusion pJ")
            .number("error %")
            .text("Bit Fusion's unit");
    for (Product p : result.composition().products()) {
      table.row(
          p.hardware(),
          p.composition().name().toLowerCase(Locale.ROOT),
          p.bits(),
          TextTable.decimals(p.picojoules().ours(), 4),
          TextTable.decimals(p.picojoules().given(), 4),
          p.picojoules().ownSource() ? "source" : TrialText.signed(p.picojoules().errorPercent()),
          p.unit());
    }
    Comparison ratio = result.composition().ratio();
    Comparison passes = result.composition().passes();
    return "a product, 45 nm, without the adder column; \"source\" rows test nothing\n\n"
        + table.render()
        + String.format(
            Locale.ROOT,
            """

            %s: ours %.2f, BrainTTA's %.2f (int8 over ternary, whole SoC): %.1f %% off
            %s: ours %.2f, UNPU's %.2f (16 over 1 bit of weights, whole chip): %.1f %% off
            """,
            ratio.description(),
            ratio.simulated(),
            ratio.given(),
            ratio.errorPercent(),
            passes.description(),
            passes.simulated(),
            passes.given(),
            passes.errorPercent());
  }

  private static String buffers(List<BufferComparison> buffers) {
    TextTable table =
        new TextTable()
            .text("buffer")
            .number("KiB")
            .number("port bits")
            .text("access")
            .number("ours pJ a bit")
            .number("theirs")
            .number("error %");
    for (BufferComparison b : buffers) {
      for (int i = 0; i < b.energies().size(); i++) {
        Comparison energy = b.energies().get(i);
        double percent = 100 * (energy.simulated() / energy.given() - 1);
        table.row(
            b.buffer(),
            b.kibibytes(),
            b.portBits(),
            i == 0 ? "read" : "write",
            TextTable.decimals(energy.simulated(), 4),
            TextTable.decimals(energy.given(), 4),
            b.ownSource() ? "source" : TrialText.signed(percent));
      }
    }
    return "a bit of a buffer, priced as files of nvdla arrays price theirs: CACTI's 4-byte wide"
        + " memories side by\n"
        + "side, as many as the port is wide; \"source\" rows are made of the same and test"
        + " the rule alone\n\n"
        + table.render();
  }

  private static String edgeTpu(EdgeTpuEfficiency e) {
    return String.format(
        Locale.ROOT,
        """
        Edge TPU at its peak (MACs %.0f %% used): ours %.2f TOPS/W, Google's %.2f, %.0f %% off.
        pJ a MAC: MAC %.3f, tile memory %.3f, chip memory %.3f, post-processor %.3f, leakage %.3f. Google's is of a
        chip of unknown node with its interfaces and clocks; ours has the array and its memories alone.
        """,
        100 * e.utilization(),
        e.teraOperationsPerWatt().simulated(),
        e.teraOperationsPerWatt().given(),
        e.teraOperationsPerWatt().errorPercent(),
        e.energy().macPicojoules(),
        e.energy().sramPicojoules(),
        e.energy().dramPicojoules(),
        e.energy().postProcessorPicojoules(),
        e.energy().leakagePicojoules());
  }

  private static String mj(double millijoules) {
    return TextTable.decimals(millijoules, 3);
  }
}
