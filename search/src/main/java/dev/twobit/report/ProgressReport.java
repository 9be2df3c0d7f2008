package dev.twobit.report;

import dev.twobit.io.AtomicFile;
import dev.twobit.io.ShellWords;
import dev.twobit.json.Json;
import dev.twobit.results.Accuracy;
import dev.twobit.results.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A run that is not finished, or a training, as one page; while it runs, the page reloads itself.
 */
public final class ProgressReport {
  /** The page of a run that goes on is written again within this time, whatever the run does. */
  public static final int MOST_SECONDS = 60;

  private static final int RELOAD_SECONDS = 10;
  private static final int MOST_MESSAGES = 40;

  private ProgressReport() {}

  /** Replaces the file in one move. */
  public static void write(RunState run, Path file) throws IOException {
    boolean runs = run.status() == RunState.Status.RUNNING;
    AtomicFile.writeText(
        file,
        HtmlPage.reloading(
            runs ? RELOAD_SECONDS : 0,
            title(run),
            body(run),
            Json.present(new Content(run, Instant.now().toString(), MOST_SECONDS)),
            "progresspage.js"));
  }

  /**
   * What the page's script is given.
   *
   * @param written ISO-8601 instant, UTC
   * @param mostSeconds after which the page of a run that goes on is there anew
   */
  private record Content(RunState state, String written, int mostSeconds) {}

  private static Html body(RunState run) {
    return Html.join(
        headline(run),
        run.networks().isEmpty() ? Html.NOTHING : Html.section("Result", networks(run)),
        Html.section("Epochs", epochs(run)),
        Html.section("What it said", messages(run.told().messages())),
        Html.element("footer", "", "From run.yaml and log.jsonl of " + run.run() + "."));
  }

  private static String title(RunState run) {
    String model = run.asked().model();
    return model.substring(model.lastIndexOf('/') + 1) + ": " + run.status().text();
  }

  private static Html headline(RunState run) {
    RunState.Asked asked = run.asked();
    return Html.element(
        "header",
        "",
        Html.element("h1", "", title(run)),
        Html.element("p", "status", status(run)),
        Html.element(
            "p",
            "soft",
            "Asked: "
                + asked.command()
                + " by "
                + asked.how()
                + " on "
                + asked.data()
                + (asked.hardware().isEmpty() ? "" : " for " + asked.hardware())
                + "."));
  }

  private static String status(RunState run) {
    String so =
        run.bestPercent().isPresent()
            ? String.format(
                Locale.ROOT,
                " %s %.2f %%.",
                run.status() == RunState.Status.FINISHED ? "Top-1" : "Best top-1 so far",
                run.bestPercent().getAsDouble())
            : "";
    String at = run.at().isEmpty() ? "before the first epoch" : "at " + run.at();
    String time = Format.duration(run.told().seconds());
    return switch (run.status()) {
          case RUNNING -> "Running for " + time + ", " + at + ". This page reloads itself.";
          case FINISHED -> "Finished after " + time + ".";
          case FAILED -> "Failed after " + time + ", " + at + ": " + last(run) + ".";
          case STOPPED -> "Stopped after " + time + ", " + at + ".";
        }
        + so
        + (run.status() == RunState.Status.STOPPED
            ? " Go on with: "
                + ShellWords.joined("twobit", run.asked().command(), "--resume", run.run())
            : "");
  }

  private static String last(RunState run) {
    List<String> said = run.told().messages();
    return said.isEmpty() ? "no message" : said.get(said.size() - 1);
  }

  private static Html networks(RunState run) {
    Table table = new Table("network", "#top-1", "#95 % interval", "#test images");
    run.networks()
        .forEach(
            n -> {
              for (Accuracy a : n.accuracies()) {
                table.row(
                    n.label() + (a.form() == Accuracy.Form.AS_DEPLOYED ? ", as integers" : ""),
                    Format.percent(a.top1Percent()),
                    String.format(
                        Locale.ROOT, "%.1f to %.1f %%", a.lower95Percent(), a.upper95Percent()),
                    Format.count(a.testImages()));
              }
            });
    return table.html();
  }

  private static Html epochs(RunState run) {
    if (run.phases().isEmpty()) {
      return Html.element("p", "absent", "No epoch is over.");
    }
    Table table =
        new Table("phase", "#epochs", "#loss", "#top-1", "#best", "#images per second", "#time");
    for (RunState.Phase phase : run.phases()) {
      RunState.Epoch last = phase.done().get(phase.done().size() - 1);
      table.row(
          List.of(
              Html.text(phase.name()),
              Html.text(phase.done().size() + " of " + phase.epochs()),
              Html.text(String.format(Locale.ROOT, "%.3f", last.loss())),
              last.top1Percent()
                  .map(p -> Html.text(Format.percent(p)))
                  .orElseGet(() -> Html.absent("not measured")),
              phase.bestPercent().isPresent()
                  ? Html.text(Format.percent(phase.bestPercent().getAsDouble()))
                  : Html.absent("–"),
              Html.text(Format.count(Math.round(last.imagesPerSecond()))),
              Html.text(
                  Format.duration(
                      phase.done().stream().mapToDouble(RunState.Epoch::seconds).sum()))));
    }
    return Html.join(
        Html.chart(
            "accuracy",
            "Top-1 after each epoch: of trainings on the test images, of a search on the images"
                + " that it chooses by."),
        table.html());
  }

  /** The last ones, newest first. */
  private static Html messages(List<String> messages) {
    if (messages.isEmpty()) {
      return Html.element("p", "absent", "Nothing yet.");
    }
    List<String> newest =
        new ArrayList<>(
            messages.subList(Math.max(0, messages.size() - MOST_MESSAGES), messages.size()));
    Collections.reverse(newest);
    return Html.list(newest);
  }
}
