package dev.twobit.report;

import dev.twobit.results.HardwareFacts;

/** The configuration simulated, echoed. */
final class HardwareSection {
  private HardwareSection() {}

  static Html of(HardwareFacts hardware) {
    Table table = new Table("figure", "value");
    hardware.figures().forEach(figure -> table.row(figure.name(), figure.value()));
    return Html.section(
        "Hardware: " + hardware.name(),
        Html.paragraph(hardware.description()),
        hardware.figures().isEmpty() ? Html.NOTHING : table.html(),
        hardware.sources().isEmpty()
            ? Html.NOTHING
            : Html.collapsed("Sources of these figures", Html.list(hardware.sources())));
  }
}
