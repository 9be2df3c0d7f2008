package dev.twobit.search.bits;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.cost.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Widths and bits of layers together under one budget (search/docs/methods.md#joint): networks that
 * use the budget up at each of some choices of bits are in one field, and compared as a search for
 * widths compares them. Its edges are among them: the bits asked for with other widths, and the
 * widths as they are with other bits.
 */
public final class Joint implements SearchMethod {
  /** Its name in options and results. */
  public static final String NAME = "joint";

  private final SearchSettings settings;
  private final SearchMethod uniform;
  private final ComparedSearch search;

  /**
   * @param uniform finds the best uniform scaling within the budgets
   * @param widths how networks of equal bits and of others come to the final
   */
  public Joint(
      SearchSettings settings,
      ComparedSearch.Running running,
      SearchMethod uniform,
      ComparedSearch.Approach widths) {
    this.settings = settings;
    this.uniform = uniform;
    this.search = new ComparedSearch(NAME, settings, running, uniform, widths);
  }

  /** Choices of bits that may be in its field, whatever the budgets. */
  public static int mostPlans(SearchSettings settings) {
    int candidates = settings.bits().bitCandidates().split(",", -1).length;
    return 1 + candidates + 2 * (candidates - 1);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(SearchTask task) {
    search.check(within(task, epoch -> {}));
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    return search.run(within(task, progress), checkpoint, progress);
  }

  /**
   * The task with the choices of bits at which some uniform scaling is within the budgets. Throws a
   * one-line error where there is none.
   */
  private SearchTask within(SearchTask task, SearchProgress progress) {
    Budget.requireOne(NAME, task.budgets());
    BitPlans plans = BitPlans.of(task, BitSpace.of(task, settings.bits().bitCandidates()));
    List<SearchTask.Alternative> reached = new ArrayList<>();
    List<InvalidInputException> refused = new ArrayList<>();
    for (SearchTask.Alternative plan : plans.alternatives(task)) {
      String of = "bit plan " + plan.bitPlan() + ": " + plans.texts().get(plan.bitPlan());
      try {
        uniform.check(task.at(plan));
        reached.add(plan);
        progress.say(of);
      } catch (InvalidInputException e) {
        refused.add(e);
        progress.say(of + "; no widths within the budgets");
      }
    }
    if (reached.isEmpty()) {
      throw refused.get(0);
    }
    SearchTask first = task.at(reached.get(0));
    return first.with(reached);
  }
}
