package dev.twobit.cli;

import dev.twobit.results.HostResult;
import dev.twobit.results.SimulationRun;

/** Operators that run beside the accelerator, as people read it. */
final class HostText {
  private HostText() {}

  static String table(SimulationRun run) {
    HostResult work = run.host();
    if (work.operations().isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable()
            .text("on the host")
            .text("operator")
            .number("MACs")
            .number("elements")
            .number("bytes")
            .number("hand-over ms")
            .number("arithmetic ms")
            .number("memory ms")
            .number("ms");
    for (HostResult.Operation o : work.operations()) {
      table.row(
          Text.printable(o.layer()),
          Text.printable(o.operator()),
          o.macs(),
          o.elements(),
          o.bytes(),
          TextTable.decimals(o.handoverMilliseconds(), 4),
          TextTable.decimals(o.arithmeticMilliseconds(), 4),
          TextTable.decimals(o.memoryMilliseconds(), 4),
          TextTable.decimals(o.milliseconds(), 4));
    }
    return table.render() + "\n";
  }
}
