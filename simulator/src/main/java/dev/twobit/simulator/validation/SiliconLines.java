package dev.twobit.simulator.validation;

import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.simulator.validation.ValidationSummary.Line;
import java.util.List;
import java.util.Locale;

/** Energies and areas in the table of all validations. */
final class SiliconLines {
  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final double ENERGY_PERCENT = 30;
  private static final double AREA_PERCENT = 25;

  private SiliconLines() {}

  static List<Line> of(EnergyValidation energy) {
    CompositionValidation composition = energy.composition();
    return List.of(
        aimed("energy", "NVDLA frame at 16 nm", energy.nvdla().report(), ENERGY_PERCENT),
        held(
            "energy",
            "a product, fused MACs",
            composition.energies(Composition.SPATIAL),
            ENERGY_PERCENT),
        aimed(
            "energy",
            "a product, in passes",
            composition.energies(Composition.TEMPORAL),
            ENERGY_PERCENT),
        held(
            "energy",
            "8 over 2 bits, BrainTTA",
            ValidationReport.of(List.of(composition.ratio())),
            ENERGY_PERCENT),
        held(
            "energy",
            "16 passes over one, UNPU",
            ValidationReport.of(List.of(composition.passes())),
            ENERGY_PERCENT),
        aimed(
            "energy",
            "a bit of a buffer",
            BufferComparison.report(energy.buffers()),
            ENERGY_PERCENT),
        aimed(
            "energy",
            "Edge TPU at its peak",
            ValidationReport.of(List.of(energy.edgeTpu().teraOperationsPerWatt())),
            ENERGY_PERCENT));
  }

  static List<Line> of(AreaValidation area) {
    CompositionValidation composition = area.composition();
    return List.of(
        held("area", "NVDLA cores at 28 nm", area.nvdla().report28(), AREA_PERCENT),
        aimed("area", "the same at 16 nm", area.nvdla().report16(), AREA_PERCENT),
        held("area", "a product, fused MACs", composition.areas(Composition.SPATIAL), AREA_PERCENT),
        held(
            "area", "a product, in passes", composition.areas(Composition.TEMPORAL), AREA_PERCENT));
  }

  private static Line held(String kind, String subset, ValidationReport report, double worst) {
    return ValidationSummary.held(kind, subset, report, NONE, worst);
  }

  private static Line aimed(String kind, String subset, ValidationReport report, double worst) {
    long over = report.worstRows().stream().filter(r -> r.errorPercent() >= worst).count();
    if (over == report.worstRows().size() && over < report.rows()) {
      throw new IllegalStateException("more rows of " + subset + " may be over than are kept");
    }
    String holding = (report.rows() - over) + " of " + report.rows() + " are";
    return new Line(
        kind,
        subset,
        report.rows(),
        report.meanErrorPercent(),
        report.worstErrorPercent(),
        String.format(Locale.ROOT, "aim: under %.0f %%, %s", worst, holding),
        over == 0,
        true);
  }
}
