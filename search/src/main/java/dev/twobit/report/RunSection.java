package dev.twobit.report;

import dev.twobit.results.FinishedRun;
import dev.twobit.results.PhaseTime;
import dev.twobit.results.RunFacts;
import dev.twobit.results.RunRequest;
import dev.twobit.results.VerificationResult;
import java.util.List;
import java.util.stream.Collectors;

/** What is needed to repeat the run and to trust it. */
final class RunSection {
  private RunSection() {}

  static Html of(FinishedRun run) {
    return Html.join(
        Html.section("Checks", checks(run.checks())),
        Html.section(
            "This run",
            Html.element("div", "pair", request(run), machine(run)),
            Html.element("h3", "", "Wall time"),
            phases(run.phases()),
            files(run)),
        Html.element(
            "footer",
            "",
            "twobit "
                + run.twobitVersion()
                + ". All figures come from results.json of the run folder. Charts: Apache ECharts"
                + " 5.3.1, Apache License 2.0."));
  }

  private static Html checks(List<VerificationResult> checks) {
    if (checks.isEmpty()) {
      return Html.absent("nothing was checked");
    }
    Table table = new Table("what", "measured", "expected", "");
    for (VerificationResult check : checks) {
      table.row(
          List.of(
              Html.text(check.name()),
              Html.text(check.measured()),
              Html.text(check.expected()),
              Html.element(
                  "span", check.passed() ? "good" : "bad", check.passed() ? "passed" : "failed")));
    }
    return table.html();
  }

  private static Html request(FinishedRun run) {
    RunRequest request = run.request();
    Table table = new Table("asked for", "");
    table.row("model", request.inputs().model());
    table.row("hardware", request.hardware());
    table.row(
        "budgets",
        request.search().budgets().isEmpty()
            ? "the preset's"
            : String.join(", ", request.search().budgets()));
    table.row("data", request.inputs().data() + " (" + run.data().name() + ")");
    table.row(
        "images",
        Format.count(run.data().trainImages())
            + " to train, "
            + Format.count(run.data().testImages())
            + " to test, "
            + run.data().classes()
            + " classes, "
            + run.data().imageShape());
    table.row("normalization", request.inputs().normalization());
    table.row("method", request.search().method());
    table.row("preset", request.search().preset());
    table.row("quantizer", request.arithmetic().quantizer());
    table.row(
        "bits",
        request.arithmetic().bits() + ", residual path " + request.arithmetic().residualBits());
    table.row(
        "epochs",
        "warm-up "
            + request.search().warmupEpochs()
            + ", search "
            + request.search().searchEpochs()
            + ", training "
            + request.training().epochs());
    table.row(
        "recipe", request.training().recipe() + ", batches of " + request.training().batchSize());
    request.training().probe().ifPresent(p -> table.row("probe", p.sentence()));
    table.row(
        "seeds",
        request.execution().seeds().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ")));
    table.row("threads", String.valueOf(request.execution().threads()));
    return Html.join(table.html(), settings(request));
  }

  private static Html settings(RunRequest request) {
    Table table = new Table("setting", "value");
    request.search().settings().forEach((key, value) -> table.row(key, value));
    return request.search().settings().isEmpty()
        ? Html.NOTHING
        : Html.collapsed("Every setting", table.html());
  }

  private static Html machine(FinishedRun run) {
    RunFacts facts = run.facts();
    return new Table("made on", "")
        .row("twobit", run.twobitVersion())
        .row("processor", facts.processorModel() + ", " + facts.processors() + " available")
        .row("system", facts.operatingSystem())
        .row("Java", facts.javaVersion())
        .row(
            "training",
            "libtorch on "
                + run.request().execution().threads()
                + " threads, "
                + run.request().arithmetic().precision()
                + ", "
                + facts.convolutions())
        .row("started", facts.startedAt())
        .row("finished", facts.finishedAt())
        .row("wall time", Format.duration(facts.wallSeconds()))
        .html();
  }

  private static Html phases(List<PhaseTime> phases) {
    if (phases.isEmpty()) {
      return Html.absent("not measured");
    }
    Table table = new Table("phase", "#time", "#images per second");
    for (PhaseTime phase : phases) {
      table.row(
          phase.phase(),
          Format.duration(phase.seconds()),
          Format.optional(phase.imagesPerSecond()));
    }
    return table.html();
  }

  private static Html files(FinishedRun run) {
    if (run.files().isEmpty()) {
      return Html.NOTHING;
    }
    Table table = new Table("file", "#size", "content");
    run.files().forEach(f -> table.row(f.name(), Format.bytes(f.bytes()), f.content()));
    return Html.join(Html.element("h3", "", "Files of the run folder"), table.html());
  }
}
