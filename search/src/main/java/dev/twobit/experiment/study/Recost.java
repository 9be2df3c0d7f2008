package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.PresentCosts;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.study.RecostRow;
import dev.twobit.search.cost.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Simulates the networks that searches found again: what they cost by the simulator as it is, and
 * which of them it puts out of their budget.
 */
public final class Recost {
  private static final List<CostKind> SHOWN =
      List.of(CostKind.LATENCY, CostKind.WHOLE, CostKind.ENERGY);

  /** A sum in another order differs by less. */
  private static final double ROUNDING = 1e-9;

  private Recost() {}

  /**
   * Every search of a folder that ended. Throws a one-line error where there is none, and for a
   * model that is not there any more.
   *
   * @param out folder that studies keep their trials in
   */
  public static List<RecostRow> of(Path out) throws IOException {
    List<TrialCache.KeptSearch> kept = new TrialCache(StudyRun.trials(out)).searches();
    if (kept.isEmpty()) {
      throw new InvalidInputException(
          "--out " + out + ": found no search that ended, expected the folder of a study");
    }
    PresentCosts present = new PresentCosts(new Subjects());
    return kept.stream().map(k -> row(k, present.of(k.trial(), k.result()))).toList();
  }

  private static RecostRow row(TrialCache.KeptSearch kept, PresentCosts.Present present) {
    List<String> left = new ArrayList<>();
    List<String> over = new ArrayList<>();
    for (Budget budget : present.budgets()) {
      if (!budget.met(present.found().getOrDefault(budget.kind().label(), Double.NaN))) {
        String named = budget.kind().label() + "=" + budget.given();
        (wasMet(budget, kept.result(), present) ? left : over).add(named);
      }
    }
    return new RecostRow(
        kept.key(),
        kept.trial().subject().model().where(),
        kept.trial().search().method(),
        kept.trial().execution().seed(),
        costs(kept.result(), present),
        left,
        over,
        present.sameHardware());
  }

  /** What is a multiple of the original's cost was one of its cost at that time. */
  private static boolean wasMet(
      Budget budget, SearchTrialResult result, PresentCosts.Present present) {
    String kind = budget.kind().label();
    Double cost = result.costs().get(kind);
    if (cost == null) {
      return true;
    }
    double now = present.original().getOrDefault(kind, Double.NaN);
    double then = result.originalCosts().getOrDefault(kind, now);
    double highest =
        budget.given().contains("x") ? budget.highest() * then / now : budget.highest();
    return cost <= highest * (1 + ROUNDING);
  }

  private static List<RecostRow.Cost> costs(
      SearchTrialResult result, PresentCosts.Present present) {
    List<RecostRow.Cost> costs = new ArrayList<>();
    for (CostKind kind : SHOWN) {
      Double now = present.found().get(kind.label());
      if (now != null) {
        boolean told = result.costs().containsKey(kind.label());
        costs.add(
            new RecostRow.Cost(
                kind.label(),
                told ? OptionalDouble.of(result.cost(kind.label())) : OptionalDouble.empty(),
                now,
                told ? OptionalDouble.of(result.relative(kind.label())) : OptionalDouble.empty(),
                now / present.original().getOrDefault(kind.label(), Double.NaN)));
      }
    }
    return costs;
  }
}
