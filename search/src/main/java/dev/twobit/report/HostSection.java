package dev.twobit.report;

import dev.twobit.results.HostResult;

/** Operators that left the accelerator, and what that costs. */
final class HostSection {
  private HostSection() {}

  static Html of(HostResult work, EnergyUnit unit) {
    if (work.operations().isEmpty()) {
      return Html.NOTHING;
    }
    Table table = new Table("layer", "operator", "#MACs", "#elements", "#bytes", "#ms");
    for (HostResult.Operation o : work.operations()) {
      table.row(
          o.layer(),
          o.operator(),
          Format.count(o.macs()),
          Format.count(o.elements()),
          Format.count(o.bytes()),
          Format.figure(o.milliseconds()));
    }
    return Html.section(
        "On the host",
        Html.paragraph(
            "The accelerator cannot run these, a host does: "
                + work.processor()
                + ". As modelled, not fitted to measurements, they take "
                + Format.milliseconds(work.milliseconds())
                + " and "
                + unit.figureMillijoules(work.energyMillijoules())
                + ", which are in the latency and the energy at the top, and in no other figure"
                + " here: tables and charts are of the accelerator."),
        table.html(),
        Html.collapsed("Sources of the host's figures", Html.list(work.sources())));
  }
}
