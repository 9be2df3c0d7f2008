package dev.twobit.cli;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.SiliconArea;
import java.util.List;
import java.util.Locale;

/** Accelerators as people read them. */
final class HardwareText {
  private HardwareText() {}

  static String table(List<HardwareConfig> all) {
    TextTable table =
        new TextTable()
            .text("name")
            .text("array")
            .number("MACs")
            .text("bits")
            .number("MHz")
            .number("buffer KiB")
            .number("GB/s")
            .number("array mm2")
            .number("core mm2");
    for (HardwareConfig h : all) {
      table.row(
          h.name(),
          shape(h.array()),
          h.array().macUnits(),
          bits(h.precision()),
          TextTable.decimals(h.clockMegahertz(), 0),
          h.buffer().capacityBytes() / 1024,
          TextTable.decimals(h.memoryGigabytesPerSecond(), 2),
          TextTable.decimals(SiliconArea.of(h).macArraySquareMicrometres() * 1e-6, 3),
          TextTable.decimals(SiliconArea.of(h).wholeCoreSquareMicrometres() * 1e-6, 3));
    }
    TextTable descriptions = new TextTable().text("name").text("description");
    all.forEach(h -> descriptions.row(h.name(), h.label().description()));
    return table.render() + "\n" + descriptions.render();
  }

  /** One line that says what was simulated on. */
  static String line(HardwareConfig h) {
    return String.format(
        Locale.ROOT,
        "%s: %s = %,d MACs, %s bits, at %,.0f MHz",
        h.name(),
        array(h.array()),
        h.array().macUnits(),
        bits(h.precision()),
        h.clockMegahertz());
  }

  private static String bits(PrecisionConfig p) {
    boolean fused = p.composition() == PrecisionConfig.Composition.SPATIAL;
    return p.macWeightBits() + "x" + p.macActivationBits() + (fused ? " fused" : "");
  }

  /** Shorter than {@link #array}, for a column. */
  private static String shape(ArrayConfig array) {
    return array instanceof ArrayConfig.DotProduct d
        ? d.atomicChannels() + "x" + d.atomicKernels() + " dot-product"
        : array(array);
  }

  private static String array(ArrayConfig array) {
    if (array instanceof ArrayConfig.DotProduct d) {
      return d.atomicChannels() + " channels x " + d.atomicKernels() + " kernels";
    }
    ArrayConfig.Systolic s = (ArrayConfig.Systolic) array;
    return s.rows()
        + "x"
        + s.columns()
        + " "
        + s.dataflow().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
