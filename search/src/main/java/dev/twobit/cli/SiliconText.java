package dev.twobit.cli;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Areas and their ratios as people read them. */
final class SiliconText {
  private static final double SQUARE_MICROMETRES = 1e6;

  private SiliconText() {}

  /** One line. */
  static String line(SiliconArea area) {
    return String.format(
        Locale.ROOT,
        "%s mm2 (MAC array %s, operand buffer %s, post-processor and rest %s)",
        millimetres(area.wholeCoreSquareMicrometres()),
        millimetres(area.macArraySquareMicrometres()),
        millimetres(area.bufferSquareMicrometres()),
        millimetres(area.postProcessorSquareMicrometres()));
  }

  /** One line. */
  static String line(SiliconComparison c) {
    return String.format(
        Locale.ROOT,
        "against %s: area %.3fx (MAC array), %.3fx (whole core); MACs on equal area %.2fx, %.2fx",
        Text.printable(c.against()),
        c.macArrayAreaRatio(),
        c.wholeCoreAreaRatio(),
        c.macsRatioAtEqualArray(),
        c.macsRatioAtEqualCore());
  }

  /** Parts of one accelerator's area. */
  static String breakdown(HardwareConfig hardware) {
    SiliconArea area = SiliconArea.of(hardware);
    TextTable table = new TextTable().text("area").number("um2").number("share %");
    part(table, "MACs", area, SiliconArea::macsSquareMicrometres);
    part(table, "shift-accumulators", area, SiliconArea::shiftAccumulatorsSquareMicrometres);
    part(table, "mid-rise adders", area, SiliconArea::sumAddersSquareMicrometres);
    part(table, "operand buffer", area, SiliconArea::bufferSquareMicrometres);
    part(table, "post-processor and rest", area, SiliconArea::postProcessorSquareMicrometres);
    part(table, "whole core", area, SiliconArea::wholeCoreSquareMicrometres);
    return table.render();
  }

  private static void part(
      TextTable table, String name, SiliconArea area, ToDoubleFunction<SiliconArea> part) {
    double whole = area.wholeCoreSquareMicrometres();
    table.row(
        name,
        Math.round(part.applyAsDouble(area)),
        whole == 0 ? "" : TextTable.decimals(100 * part.applyAsDouble(area) / whole, 2));
  }

  /** Two accelerators beside each other, part by part. */
  static String comparison(SiliconComparison c) {
    TextTable table =
        new TextTable().text("part").number(c.hardware()).number(c.against()).number("ratio");
    areas(table, "MACs, um2", c, SiliconArea::macsSquareMicrometres);
    areas(table, "shift-accumulators, um2", c, SiliconArea::shiftAccumulatorsSquareMicrometres);
    areas(table, "mid-rise adders, um2", c, SiliconArea::sumAddersSquareMicrometres);
    areas(table, "MAC array, um2", c, SiliconArea::macArraySquareMicrometres);
    areas(table, "operand buffer, um2", c, SiliconArea::bufferSquareMicrometres);
    areas(table, "post-processor and rest, um2", c, SiliconArea::postProcessorSquareMicrometres);
    areas(table, "whole core, um2", c, SiliconArea::wholeCoreSquareMicrometres);
    densities(
        table,
        "native MACs per mm2 of MAC array",
        c.macsPerSquareMillimetre(),
        c.macsPerSquareMillimetreAgainst(),
        c.macsRatioAtEqualArray());
    densities(
        table,
        "native MACs per mm2 of whole core",
        c.macsPerSquareMillimetreOfCore(),
        c.macsPerSquareMillimetreOfCoreAgainst(),
        c.macsRatioAtEqualCore());
    return table.render();
  }

  private static void areas(
      TextTable table, String name, SiliconComparison c, ToDoubleFunction<SiliconArea> part) {
    double a = part.applyAsDouble(c.area());
    double b = part.applyAsDouble(c.areaAgainst());
    table.row(name, Math.round(a), Math.round(b), b == 0 ? "" : TextTable.decimals(a / b, 3));
  }

  private static void densities(TextTable table, String name, double a, double b, double ratio) {
    table.row(
        name, TextTable.decimals(a, 1), TextTable.decimals(b, 1), TextTable.decimals(ratio, 3));
  }

  private static String millimetres(double squareMicrometres) {
    return TextTable.decimals(squareMicrometres / SQUARE_MICROMETRES, 3);
  }
}
