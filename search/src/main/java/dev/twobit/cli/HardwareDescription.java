package dev.twobit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.json.Json;
import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.EnergyEvidence;
import java.util.stream.Collectors;

/**
 * An accelerator's file as written and, below it, the area that follows from it and what its
 * energies were held against.
 */
final class HardwareDescription {
  /** Begins lines that are shown, not read: what was shown may be the file of the next call. */
  private static final String DERIVED = "## ";

  private HardwareDescription() {}

  /** Still YAML: what is derived is comment. */
  static String text(HardwareConfig hardware, String yaml) {
    String written =
        yaml.lines().filter(l -> !l.startsWith(DERIVED)).collect(Collectors.joining("\n"));
    String derived =
        "Derived from the keys above, not read:\n"
            + SiliconText.breakdown(hardware)
            + SiliconComparison.ofSibling(hardware).map(c -> SiliconText.line(c) + "\n").orElse("")
            + "\n"
            + EvidenceText.table(hardware);
    return written.strip()
        + "\n"
        + derived.lines().map(l -> DERIVED + l).collect(Collectors.joining("\n"));
  }

  /**
   * The file's tree and, under {@code derived}, areas, ratios and evidence.
   *
   * @param tree a copy, which is added to
   */
  static String json(HardwareConfig hardware, ObjectNode tree) {
    ObjectNode derived = tree.putObject("derived");
    derived.set("area", Json.tree(SiliconArea.of(hardware)));
    derived.set("energyEvidence", Json.tree(EnergyEvidence.of(hardware)));
    SiliconComparison.ofSibling(hardware).ifPresent(c -> derived.set("equalSilicon", Json.tree(c)));
    return VersionedJson.indented(tree);
  }
}
