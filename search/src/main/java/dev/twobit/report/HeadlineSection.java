package dev.twobit.report;

import dev.twobit.results.BudgetResult;
import dev.twobit.results.FinishedRun;
import dev.twobit.results.Gain;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.RunRequest;
import dev.twobit.results.RunResults;
import java.util.List;

/** What was asked and what came out, before anything else. */
final class HeadlineSection {
  private HeadlineSection() {}

  static Html of(RunResults run, EnergyUnit unit) {
    return Html.element(
        "header",
        "",
        Html.element("h1", "", HtmlReport.title(run)),
        Html.element("p", "lead", Headline.of(run)),
        verdict(run),
        Html.element("p", "soft", asked(run)),
        cards(run, unit),
        budgets(run.budgets(), unit),
        run.notes().isEmpty() ? Html.NOTHING : Html.list(run.notes()));
  }

  private static Html verdict(RunResults run) {
    return run.search()
        .verdict()
        .map(v -> Html.element("p", "", "Result: " + v.sentence() + "."))
        .orElse(Html.NOTHING);
  }

  /** In a sentence. */
  static String asked(FinishedRun run) {
    RunRequest request = run.request();
    String budgets =
        request.search().budgets().isEmpty()
            ? "the preset's own budget"
            : "budget " + String.join(", ", request.search().budgets());
    return "Asked: channel counts by "
        + request.search().method()
        + " for "
        + request.arithmetic().bits()
        + "-bit weights and activations under "
        + budgets
        + ", trained on "
        + run.data().name()
        + " with preset "
        + request.search().preset()
        + ".";
  }

  private static Html cards(RunResults run, EnergyUnit unit) {
    Html[] cards =
        run.gains().stream()
            .filter(gain -> gain.from() == NetworkKind.QUANTIZED_ORIGINAL)
            .filter(gain -> gain.to() == NetworkKind.QUANTIZED_ADAPTED)
            .map(gain -> card(gain, unit))
            .toArray(Html[]::new);
    return cards.length == 0
        ? Html.element("p", "absent", "No two networks trained alike: no gain is stated.")
        : Html.element("div", "cards", cards);
  }

  private static Html card(Gain gain, EnergyUnit unit) {
    return Html.element(
        "div",
        "card",
        Html.element("div", "label", gain.metric()),
        Html.element("div", "value", Format.inUnit(gain.toValue(), gain.unit(), unit)),
        Html.sub("original " + Format.inUnit(gain.fromValue(), gain.unit(), unit)),
        Html.sub(Format.change(gain)));
  }

  private static String lowest(BudgetResult budget, EnergyUnit unit) {
    return budget.lowerBand() == 0
        ? "none"
        : Format.inUnit(budget.lowerBand(), budget.unit(), unit);
  }

  private static Html budgets(List<BudgetResult> budgets, EnergyUnit unit) {
    if (budgets.isEmpty()) {
      return Html.element("p", "absent", "No budget was active.");
    }
    Table table =
        new Table("budget", "asked", "#original", "#limit", "#aimed at least", "#adapted", "met");
    for (BudgetResult budget : budgets) {
      table.row(
          List.of(
              Html.text(Format.kind(budget.kind())),
              Html.text(budget.requested()),
              Html.text(Format.inUnit(budget.originalValue(), budget.unit(), unit)),
              Html.text(Format.inUnit(budget.limit(), budget.unit(), unit)),
              Html.text(lowest(budget, unit)),
              Html.text(Format.inUnit(budget.achievedValue(), budget.unit(), unit)),
              Html.element(
                  "span", budget.met() ? "good" : "bad", budget.met() ? "met" : "not met")));
    }
    return table.html();
  }
}
