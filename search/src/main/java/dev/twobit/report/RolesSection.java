package dev.twobit.report;

import dev.twobit.simulator.RoleShare;
import java.util.List;

/** What first, last, shortcut and inner layers take of a network. */
final class RolesSection {
  private RolesSection() {}

  /** Nothing of a topology, which says nothing of parts. */
  static Html of(List<RoleShare> roles) {
    if (roles.isEmpty()) {
      return Html.NOTHING;
    }
    Table table =
        new Table("role", "#steps", "bits", "#MACs", "#clock cycles", "#DRAM bytes", "#energy");
    for (RoleShare r : roles) {
      table.row(
          r.role(),
          Format.count(r.steps()),
          String.join(", ", r.precision()),
          Format.share(r.shares().macs()),
          Format.share(r.shares().latencyCycles()),
          Format.share(r.shares().dramBytes()),
          Format.share(r.shares().energy()));
    }
    return Html.section(
        "Parts of the network",
        Html.paragraph(
            "Layers with weights by the part they play; residual are steps without weights that"
                + " compute, other those that move or choose codes."),
        table.html());
  }
}
