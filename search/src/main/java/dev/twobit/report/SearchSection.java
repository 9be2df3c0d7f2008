package dev.twobit.report;

import dev.twobit.results.EpochRecord;
import dev.twobit.results.RunResults;
import dev.twobit.results.SearchTrajectory;
import dev.twobit.results.SearchTrajectory.Expansion;
import dev.twobit.results.SearchTrajectory.LayerDecision;
import java.util.stream.Collectors;

/** How the search moved, what it expanded, and why it left the rest. */
final class SearchSection {
  private SearchSection() {}

  static Html of(RunResults run) {
    SearchTrajectory search = run.search();
    return Html.section(
        "Search",
        Html.paragraph("Method: " + search.method() + "."),
        figures(search),
        search.hasEpochs() ? costs(search) : Html.NOTHING,
        accuracies(search),
        search.hasEpochs() ? decided(search) : Html.NOTHING,
        search.epochs().isEmpty() ? Html.NOTHING : Html.collapsed("All epochs", epochs(search)));
  }

  private static Html figures(SearchTrajectory search) {
    if (search.figures().isEmpty()) {
      return Html.NOTHING;
    }
    Table table = new Table("of the method", "#");
    search.figures().forEach(f -> table.row(f.name(), Format.figure(f.value())));
    return table.html();
  }

  private static Html decided(SearchTrajectory search) {
    return Html.join(Html.element("h3", "", "Expansions"), expansions(search), decisions(search));
  }

  private static Html costs(SearchTrajectory search) {
    if (search.epochs().stream().allMatch(epoch -> epoch.costs().isEmpty())) {
      return Html.element("p", "absent", "No cost was followed: no search epoch had a budget.");
    }
    return Html.chart(
        "costs",
        "Cost over the budget's limit, per search epoch: expectation over the architecture"
            + " distribution, and the most probable network as a whole. Triangles mark epochs that"
            + " gave layers wider candidates.");
  }

  private static Html accuracies(SearchTrajectory search) {
    boolean any =
        search.epochs().stream()
            .anyMatch(
                e ->
                    e.heldOutAccuracyPercent().isPresent() || e.trainAccuracyPercent().isPresent());
    return any
        ? Html.chart(
            "accuracies",
            "Accuracy per epoch of every phase: on held-out images where measured, else on the"
                + " training images.")
        : Html.element("p", "absent", "Accuracy per epoch: not measured.");
  }

  private static Html expansions(SearchTrajectory search) {
    if (search.expansions().isEmpty()) {
      return Html.element("p", "", "The search expanded no layer; the reasons are given below.");
    }
    Table table = new Table("#epoch", "layer", "#widest before", "#widest after", "#probability");
    for (Expansion expansion : search.expansions()) {
      table.row(
          Format.count(expansion.epoch()),
          expansion.layer(),
          Format.count(expansion.fromWidth()),
          Format.count(expansion.toWidth()),
          Format.figure(expansion.probability()));
    }
    return table.html();
  }

  private static Html decisions(SearchTrajectory search) {
    if (search.decisions().isEmpty()) {
      return Html.NOTHING;
    }
    Table table =
        new Table(
            "layer",
            "#channels",
            "#expansions",
            "#widest's probability",
            "#threshold",
            "why not expanded");
    for (LayerDecision decision : search.decisions()) {
      table.row(
          decision.layer(),
          Format.count(decision.chosenWidth()),
          Format.count(decision.expansions()),
          Format.figure(decision.widestProbability()),
          Format.figure(decision.threshold()),
          decision.reason());
    }
    return search.expansions().isEmpty()
        ? table.html()
        : Html.collapsed("Every searched layer at the end", table.html());
  }

  private static Html epochs(SearchTrajectory search) {
    Table table =
        new Table(
            "phase",
            "#epoch",
            "#loss",
            "#training accuracy %",
            "#held-out accuracy %",
            "#temperature",
            "expected cost / budget",
            "most probable / budget",
            "#seconds");
    for (EpochRecord epoch : search.epochs()) {
      table.row(
          epoch.phase(),
          Format.count(epoch.epoch()),
          Format.figure(epoch.trainLoss()),
          Format.optional(epoch.trainAccuracyPercent()),
          Format.optional(epoch.heldOutAccuracyPercent()),
          Format.optional(epoch.tau()),
          epoch.costs().stream()
              .map(c -> Format.kind(c.kind()) + " " + Format.figure(c.expectedRelative()))
              .collect(Collectors.joining(", ")),
          epoch.costs().stream()
              .map(c -> Format.kind(c.kind()) + " " + Format.figure(c.genotypeRelative()))
              .collect(Collectors.joining(", ")),
          Format.figure(epoch.seconds()));
    }
    return table.dense();
  }
}
