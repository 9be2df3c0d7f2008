package dev.twobit.report;

import dev.twobit.results.HostResult;

/** Operators that left the accelerator, and what that costs. */
final class HostSection {
  private HostSection() {}

  static Html of(HostResult work) {
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
                + Format.millijoules(work.energyMillijoules())
                + ", in none of the figures above. Accelerator, link and host one after the other"
                + " take "
                + Format.milliseconds(work.inferenceMilliseconds())
                + "."),
        table.html(),
        Html.collapsed("Sources of the host's figures", Html.list(work.sources())));
  }
}
