package dev.twobit.search.bits;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bits to be chosen within budgets.
 *
 * @param kinds costs that are sums of the terms: latency, energy, or both; latency where no budget
 *     is of either
 * @param terms of these
 */
record BitProblem(SearchTask task, BitSpace space, List<CostKind> kinds, List<BitTerm> terms) {
  BitProblem {
    kinds = List.copyOf(kinds);
    terms = List.copyOf(terms);
  }

  /**
   * Of a task. Throws a one-line error where there is no budget, nothing to choose, or a budget
   * that no choice meets.
   *
   * @param method its name
   * @param candidates as {@link BitSpace#of} has them
   */
  static BitProblem of(String method, SearchTask task, String candidates) {
    Budget.requireOne(method, task.budgets());
    BitSpace space = BitSpace.of(task, candidates);
    List<CostKind> kinds =
        Stream.of(CostKind.LATENCY, CostKind.ENERGY)
            .filter(kind -> task.budgets().stream().anyMatch(b -> b.kind() == kind))
            .toList();
    List<CostKind> summed = kinds.isEmpty() ? List.of(CostKind.LATENCY) : kinds;
    BitProblem problem =
        new BitProblem(task, space, summed, BitCosts.of(space, task.costs(), summed));
    problem.requireReachable();
    return problem;
  }

  /** Of the sums; infinite where no budget is of a kind. */
  double[] limits() {
    return kinds.stream()
        .mapToDouble(
            kind ->
                task.budgets().stream()
                    .filter(b -> b.kind() == kind)
                    .mapToDouble(Budget::ceiling)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY))
        .toArray();
  }

  /**
   * The terms of latency, or of energy where no budget is of latency, as shares of the limit, or of
   * the original's.
   */
  List<BitTerm> shares() {
    double limit = limits()[0];
    double whole = Double.isFinite(limit) ? limit : task.costs().original().of(kinds.get(0));
    return terms.stream().map(t -> t.dividedBy(whole)).toList();
  }

  /**
   * The choice of least loss that meets all budgets, each judged by the network simulated whole.
   * Throws a one-line error where there is none.
   *
   * @param frontier choices within the sums, the one of least loss first
   */
  BitFrontier.Choice least(List<BitFrontier.Choice> frontier) {
    return frontier.stream()
        .filter(choice -> fits(choice.candidates()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "budgets: found no choice of bits that meets all of "
                        + task.budgets().stream()
                            .map(b -> b.kind().label() + "=" + b.given())
                            .collect(Collectors.joining(", "))
                        + ", expected larger ones"));
  }

  /** The network at a choice of bits, simulated whole. */
  Costs costs(int[] choice) {
    return model(choice).original();
  }

  private CostModel model(int[] choice) {
    return model(task, space, choice);
  }

  static CostModel model(SearchTask task, BitSpace space, int[] choice) {
    return task.costs().with(space.rules(choice));
  }

  /** Whether every budget holds, of the network simulated whole. */
  boolean fits(int[] choice) {
    return fits(task, space, choice);
  }

  static boolean fits(SearchTask task, BitSpace space, int[] choice) {
    Costs costs = model(task, space, choice).original();
    return task.budgets().stream().allMatch(b -> costs.of(b.kind()) <= b.ceiling());
  }

  FoundNetwork found(String method, int[] choice, Map<String, Double> figures) {
    return new FoundNetwork(
        method,
        task.network(),
        model(choice).precision(task.network()),
        Map.of(),
        costs(choice),
        Optional.empty(),
        figures,
        Optional.empty());
  }

  /** Of latency and energy the least there is; of other costs the least that is looked at. */
  private void requireReachable() {
    for (Budget budget : task.budgets()) {
      double least = Double.POSITIVE_INFINITY;
      for (int[] choice : cheapest()) {
        least = Math.min(least, costs(choice).of(budget.kind()));
      }
      if (least > budget.ceiling()) {
        throw BudgetProjection.unreachable(budget, task.budgets(), least);
      }
    }
  }

  /** The cheapest of each kind by the table, and each candidate for all layers. */
  private List<int[]> cheapest() {
    double[][] noLoss = new double[space.layers().size()][space.candidates().size()];
    double[] none = limits();
    Arrays.fill(none, Double.POSITIVE_INFINITY);
    List<int[]> choices = new ArrayList<>();
    BitFrontier.of(noLoss, terms, none).forEach(c -> choices.add(c.candidates()));
    IntStream.range(0, space.candidates().size()).forEach(c -> choices.add(space.uniform(c)));
    return choices;
  }
}
