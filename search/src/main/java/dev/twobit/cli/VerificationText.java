package dev.twobit.cli;

import dev.twobit.verification.NetworkVerification;
import dev.twobit.verification.StepVerification;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the clocked engine did and how it compares, as people read it. */
final class VerificationText {
  private VerificationText() {}

  static String of(NetworkVerification v, String image) {
    TextTable table =
        new TextTable()
            .text("layer")
            .number("cycles")
            .number("outputs")
            .number("clocks run")
            .number("Mclocks/s")
            .text(v.compared() ? "compared" : "");
    for (StepVerification s : v.steps()) {
      table.row(
          s.name(),
          s.timing().cycles().total(),
          s.outputElements(),
          s.ran() ? s.clocks() : "",
          s.ran() ? TextTable.decimals(s.clocks() / Math.max(1e-9, s.seconds()) * 1e-6, 2) : "",
          verdict(v, s));
    }
    return table.render()
        + String.format(
            Locale.ROOT,
            "%noperands  %s%nimage     %s%nclocks    %,d in %.1f s, %,.0f a second%n%s",
            v.operands(),
            image,
            v.clocks(),
            v.seconds(),
            v.clocks() / Math.max(1e-9, v.seconds()),
            closing(v));
  }

  private static String verdict(NetworkVerification v, StepVerification s) {
    if (!v.compared()) {
      return !s.ran() ? "moves data: event engine" : s.integers() ? "" : "computed in float";
    }
    return !s.ran()
        ? "not run: moves data"
        : s.differences().isEmpty()
            ? (s.integers() ? "outputs equal" : "computed in float") + ", cycles equal"
            : Text.printable(String.join("; ", s.differences()));
  }

  private static String closing(NetworkVerification v) {
    if (!v.compared()) {
      return Text.counted(v.stepsRun(), "layer", "layers") + ": not compared (--verify does)";
    }
    List<StepVerification> failures = v.failures();
    long moved = v.steps().size() - v.stepsRun();
    String rest =
        moved == 0 ? "" : "; " + moved + " more only move data, which the tick engine does not run";
    long real = v.steps().stream().filter(s -> s.ran() && !s.integers()).count();
    return failures.isEmpty()
        ? Text.counted(v.stepsRun(), "layer", "layers")
            + ": outputs equal, cycles equal"
            + (real == 0 ? "" : "; the codes of " + real + " of them are a float computation's")
            + rest
        : failures.size()
            + " of "
            + Text.counted(v.stepsRun(), "layer", "layers")
            + " unequal: "
            + failures.stream().map(s -> Text.printable(s.name())).collect(Collectors.joining(", "))
            + rest;
  }
}
