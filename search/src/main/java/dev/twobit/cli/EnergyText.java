package dev.twobit.cli;

import dev.twobit.report.EnergyUnit;
import dev.twobit.results.HostResult;
import dev.twobit.results.SimulationRun;
import java.util.List;

/** What a frame costs in energy, all of it first. */
final class EnergyText {
  private static final int WIDTH = 116;

  private EnergyText() {}

  static String of(SimulationRun run, EnergyUnit unit) {
    HostResult host = run.host();
    double accelerator = run.simulation().energyMillijoules() / run.batch();
    String parts =
        host.operations().isEmpty()
            ? ""
            : ": accelerator %s, host %s"
                .formatted(
                    unit.plain(accelerator), unit.plain(host.energyMillijoules() / run.batch()));
    String link =
        run.hardware().hostLink().isPresent() ? "; that of the host link is not modelled" : "";
    return "energy    "
        + unit.plain(run.inference().energyMillijoulesPerImage())
        + " a frame"
        + parts
        + link
        + "\n"
        + Text.wrapped(
            List.of(("energies of " + EvidenceText.line(run.hardware())).split(" ")),
            " ".repeat(10),
            WIDTH);
  }
}
