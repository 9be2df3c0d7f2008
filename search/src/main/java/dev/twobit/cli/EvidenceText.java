package dev.twobit.cli;

import dev.twobit.hardware.DramKind;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.validation.EnergyEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an accelerator's energies are of, and what they were held against. */
final class EvidenceText {
  private static final int WIDTH = 110;

  private EvidenceText() {}

  /** One line for a simulation's sums. */
  static String line(HardwareConfig hardware) {
    double idle = hardware.energy().leakage().idleMilliwatts();
    return Text.printable(hardware.energy().node())
        + (idle == 0
            ? "; without clocks, idle registers and leakage of buffers"
            : String.format(Locale.ROOT, "; with %.4g mW of clocks and idle registers", idle));
  }

  static String table(HardwareConfig hardware) {
    TextTable table =
        new TextTable()
            .text("energy")
            .number("value")
            .text("held against (twobit validate energy)")
            .number("mean error %")
            .number("worst %");
    for (EnergyEvidence e : EnergyEvidence.of(hardware)) {
      boolean held = !e.against().isEmpty();
      table.row(
          e.figure(),
          Double.toString(e.value()),
          held ? e.against() : "nothing",
          held ? TextTable.decimals(e.meanErrorPercent(), 1) : "",
          held ? TextTable.decimals(e.worstErrorPercent(), 1) : "");
    }
    return table.render()
        + "NVIDIA's figures are estimates, Bit Fusion's a synthesis: none is measured on a chip\n"
        + Text.wrapped(List.of(("node: " + line(hardware)).split(" ")), "", WIDTH)
        + "external memory: "
        + dram(hardware.energy().traffic().dramPicojoulesPerByte())
        + "\n";
  }

  private static String dram(double picojoulesPerByte) {
    String same =
        Arrays.stream(DramKind.values())
            .filter(kind -> kind.picojoulesPerByte() == picojoulesPerByte)
            .map(DramKind::word)
            .collect(Collectors.joining(", "));
    List<String> kinds =
        Arrays.stream(DramKind.values())
            .map(k -> String.format(Locale.ROOT, "%s %.1f", k.word(), k.picojoulesPerByte()))
            .toList();
    return (same.isEmpty() ? "of no kind that is known here" : "as " + same)
        + "\npJ a byte by kind (sweep --set energy.dramKind=KIND): "
        + String.join(", ", kinds);
  }
}
