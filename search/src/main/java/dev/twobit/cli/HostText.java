package dev.twobit.cli;

import dev.twobit.results.HostResult;
import dev.twobit.results.SimulationRun;
import java.util.Locale;

/** What runs beside the accelerator, as people read it. */
final class HostText {
  private HostText() {}

  static String of(SimulationRun run) {
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
    return String.format(
        Locale.ROOT,
        """

        %shost      %,.4f ms, %,.5f mJ for %,d operators on %s (a model, not fitted to measurements)
        total     %,.4f ms of accelerator, link and host, one after the other
        """,
        table.render(),
        work.milliseconds(),
        work.energyMillijoules(),
        work.operations().size(),
        Text.printable(work.processor()),
        work.inferenceMilliseconds());
  }
}
