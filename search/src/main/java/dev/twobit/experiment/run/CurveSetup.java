package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.LearningRateProbe;
import dev.twobit.search.SpaceSettings.ResidualBits;
import dev.twobit.search.cost.Budget;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run with a list of budgets works with: a setup a budget, all of one preparation.
 *
 * @param request with the list, and with what was decided of the weights
 * @param parts in the order of the list
 */
record CurveSetup(SearchRequest request, List<Part> parts) {
  CurveSetup {
    parts = List.copyOf(parts);
  }

  /**
   * One budget of the list.
   *
   * @param name for a person, {@code latency 0.6x}
   * @param budget the listed one as it was parsed
   */
  record Part(String name, SearchSetup setup, Budget budget) {
    /** The name in a file's: letters, digits, {@code + - .}. */
    String file() {
      return name.replace("<=", "max-").replace("%", "pct").replaceAll("[^A-Za-z0-9.+-]+", "-");
    }
  }

  /**
   * Throws a one-line error for whatever does not fit together, also for one of the budgets alone.
   *
   * @param request whose budgets have a list
   */
  static CurveSetup load(SearchRequest request) {
    String kind = request.search().listed().orElseThrow();
    requireGivenBits(request.search(), kind);
    List<SearchPlan> plans = request.search().alternatives();
    SearchSetup.requireWithoutImages(request, new Subjects());
    SearchSetup first = SearchSetup.load(request.with(plans.get(0)));
    List<Part> parts = new ArrayList<>();
    for (SearchPlan plan : plans) {
      SearchSetup setup = parts.isEmpty() ? first : first.with(plan);
      setup.uniform(); // throws where there is none
      Part part =
          new Part(kind + " " + plan.budget(kind).orElseThrow(), setup, listed(kind, setup));
      parts.forEach(earlier -> requireOther(earlier, part));
      parts.add(part);
    }
    return new CurveSetup(first.request().with(request.search()), parts);
  }

  /** The same with the learning rate that a probe chose for all trainings. */
  CurveSetup at(LearningRateProbe probed) {
    return new CurveSetup(
        request.with(request.start().at(probed)),
        parts.stream()
            .map(part -> new Part(part.name, part.setup.at(probed), part.budget))
            .toList());
  }

  /** A curve has one original, whose residual bits all networks have. */
  private static void requireGivenBits(SearchPlan plan, String kind) {
    if (plan.searchSettings().space().residualBits() == ResidualBits.SEARCH) {
      throw new InvalidInputException(
          "--set residual-bits=search: found a list of budgets, "
              + kind
              + " "
              + plan.budget(kind).orElseThrow()
              + ", expected one budget; or --residual-bits");
    }
  }

  /** A latency may bind layers back to back alone. */
  private static Budget listed(String kind, SearchSetup setup) {
    return setup.budgets().stream()
        .filter(b -> b.kind().label().equals(kind))
        .findFirst()
        .or(() -> setup.budgets().stream().filter(b -> b.kind() == CostKind.WHOLE).findFirst())
        .orElseThrow();
  }

  private static void requireOther(Part earlier, Part part) {
    Budget a = earlier.budget;
    Budget b = part.budget;
    boolean same = a.limit() == b.limit() && a.low() == b.low() && a.high() == b.high();
    if (same || earlier.file().equals(part.file())) {
      throw new InvalidInputException(
          "budgets: found "
              + earlier.name
              + " and "
              + part.name
              + ", which are one, expected each value of a list once");
    }
  }

  /** Data, weights, bits and hardware are those of every part. */
  SearchSetup common() {
    return parts.get(0).setup;
  }
}
