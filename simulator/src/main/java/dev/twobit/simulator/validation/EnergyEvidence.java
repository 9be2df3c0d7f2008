package dev.twobit.simulator.validation;

import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an energy of a hardware file was ever held against. Other values than those that were are
 * held against nothing.
 *
 * @param figure key of the file
 * @param against empty if nothing
 * @param meanErrorPercent of that comparison ({@code twobit validate energy}); 0 if against nothing
 */
public record EnergyEvidence(
    String figure,
    double value,
    String against,
    double meanErrorPercent,
    double worstErrorPercent) {
  private static final List<String> COLUMNS =
      List.of("figure", "value", "against", "mean_percent", "worst_percent");

  /** Every energy of the file, in its order. */
  public static List<EnergyEvidence> of(HardwareConfig hardware) {
    List<EnergyEvidence> held = shipped();
    return figures(hardware.energy()).entrySet().stream()
        .map(
            figure ->
                held.stream()
                    .filter(e -> e.figure.equals(figure.getKey()) && e.value == figure.getValue())
                    .findFirst()
                    .orElse(new EnergyEvidence(figure.getKey(), figure.getValue(), "", 0, 0)))
        .toList();
  }

  private static Map<String, Double> figures(EnergyConfig e) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("macPicojoules", e.products().macPicojoules());
    figures.put("composedMacPicojoules", e.products().composedMacPicojoules());
    figures.put("fusedMacPicojoules", e.products().fusedMacPicojoules());
    figures.put("sramReadPicojoulesPerByte", e.traffic().sramReadPicojoulesPerByte());
    figures.put("sramWritePicojoulesPerByte", e.traffic().sramWritePicojoulesPerByte());
    figures.put("dramPicojoulesPerByte", e.traffic().dramPicojoulesPerByte());
    figures.put("postProcessorPicojoulesPerElement", e.postProcessorPicojoulesPerElement());
    figures.put("macLeakageNanowatts", e.leakage().macLeakageNanowatts());
    figures.put("fusedMacLeakageNanowatts", e.leakage().fusedMacLeakageNanowatts());
    figures.put("shiftAccumulatorLeakageNanowatts", e.leakage().shiftAccumulatorLeakageNanowatts());
    figures.put("idleMilliwatts", e.leakage().idleMilliwatts());
    return figures;
  }

  static List<EnergyEvidence> shipped() {
    return CsvRows.shipped("energy-evidence.csv", COLUMNS).stream()
        .map(EnergyEvidence::of)
        .toList();
  }

  private static EnergyEvidence of(Row row) {
    return new EnergyEvidence(
        row.text("figure"),
        row.positive("value"),
        row.text("against"),
        row.positive("mean_percent"),
        row.positive("worst_percent"));
  }
}
