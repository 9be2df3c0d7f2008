package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.supernet.SuperNetWeights;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Neural channel expansion (paper section 3, search/docs/methods.md#neural-channel-expansion), and
 * with a grid that does not expand TAS: gradient search over widths, winner takes all, projected
 * onto the budgets.
 */
public final class NeuralChannelExpansion implements SearchMethod {
  private final String name;
  private final SearchSettings settings;
  private final StopRequest stop;
  private final WidthJudge judge;

  /**
   * @param name as in results
   * @param stop ends the search after its current step with a {@code TrainingStoppedException}; the
   *     last epoch's checkpoint is kept
   * @param judge of widths, asked where {@code projection} is by a judge
   */
  public NeuralChannelExpansion(
      String name, SearchSettings settings, StopRequest stop, WidthJudge judge) {
    this.name = name;
    this.settings = settings;
    this.stop = stop;
    this.judge = judge;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void check(SearchTask task) {
    BudgetProjection.requireReachable(task.space(settings), task.costs(), task.budgets());
    if (settings.budget().projection() == BudgetSettings.Projection.JUDGE) {
      judge.check(task);
    }
    new SearchLoop(task, settings, stop).requireAbleToExpand();
  }

  /**
   * A search that is done, with what it trained.
   *
   * @param weights of the super-net after the last epoch
   * @param images that its steps trained on, each as often as a network saw it
   */
  public record Searched(SearchResult result, SuperNetWeights weights, long images) {}

  /** Searches as {@link #run} does, or goes on, and derives no network. */
  public Searched searched(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    return new SearchLoop(task, settings, stop)
        .run(checkpoint, progress, projection(task, checkpoint, progress));
  }

  private SearchLoop.Projection projection(
      SearchTask task, Path checkpoint, SearchProgress progress) throws IOException {
    return switch (settings.budget().projection()) {
      case LOGITS ->
          (space, preferences, genotype) ->
              BudgetProjection.project(space, preferences, task.costs(), task.budgets(), genotype);
      case JUDGE -> {
        ToDoubleFunction<Map<String, Integer>> losses = judge.losses(task, checkpoint, progress);
        yield (space, preferences, genotype) ->
            BudgetProjection.project(
                space, preferences, task.costs(), task.budgets(), genotype, losses);
      }
    };
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    SearchResult result = searched(task, checkpoint, progress).result();
    CostModel costs = task.costs();
    Network derived = costs.derive(result.space(), result.projected());
    return new FoundNetwork(
        name,
        derived,
        costs.precision(derived),
        result.projected(),
        costs.genotype(result.space(), result.projected()),
        Optional.of(result));
  }
}
