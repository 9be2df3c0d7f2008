package dev.twobit.simulator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.json.Json;
import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.ArrayList;
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
    List<EnergyEvidence> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> energy : Json.tree(hardware.energy()).properties()) {
      if (energy.getValue().isNumber()) {
        double value = energy.getValue().asDouble();
        all.add(
            held.stream()
                .filter(e -> e.figure.equals(energy.getKey()) && e.value == value)
                .findFirst()
                .orElse(new EnergyEvidence(energy.getKey(), value, "", 0, 0)));
      }
    }
    return all;
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
