package dev.twobit.search;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.supernet.SuperNet;
import dev.twobit.search.supernet.SuperNetWeights;
import dev.twobit.training.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives a wider candidate to every unit whose widest one passes the threshold (paper section 3,
 * search/docs/methods.md#expansion): its logit is copied, which takes both below the threshold
 * again, the tensors of the unit and of what reads it grow, their momentum starts at 0.
 */
final class ChannelExpander {
  private final SearchTask task;
  private final SearchSettings settings;

  ChannelExpander(SearchTask task, SearchSettings settings) {
    this.task = task;
    this.settings = settings;
  }

  /**
   * Call outside of a step's pointer scope: leaves are made.
   *
   * @param epoch of the search, 1-based, for the record
   * @param seed of new weights
   * @return what was expanded
   */
  List<SearchEpoch.Expansion> expand(SearchState state, int epoch, long seed) {
    List<SearchEpoch.Expansion> made = new ArrayList<>();
    SearchSpace larger = state.space();
    boolean once = settings.expansion().thresholdRule() == ExpansionSettings.Rule.LEAD;
    for (SearchUnit unit : state.space().units().values()) {
      if (once && hasExpanded(state, unit, epoch)) {
        continue;
      }
      double[] p = state.architecture().probabilities(unit.name());
      double widest = p[p.length - 1];
      if (widest > settings.expansion().threshold(p.length)
          && p.length < settings.expansion().maxCandidates()) {
        SearchSpace next = larger.expanded(unit.name());
        int to = next.unit(unit.name()).widest();
        if (to > unit.widest()) {
          larger = next;
          state.architecture().expand(unit.name());
          made.add(new SearchEpoch.Expansion(epoch, unit.name(), unit.widest(), to, widest));
        }
      }
    }
    if (!made.isEmpty()) {
      grow(state, larger, seed);
      state.expansions().addAll(made);
    }
    return made;
  }

  private static boolean hasExpanded(SearchState state, SearchUnit unit, int epoch) {
    return state.expansions().stream()
        .anyMatch(e -> e.epoch() == epoch && e.unit().equals(unit.name()));
  }

  private void grow(SearchState state, SearchSpace larger, long seed) {
    try (NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights grown =
          state.weights().grownTo(larger, task.scheme(), settings.expansion().growth(), seed);
      Sgd sgd = settings.weights().sgd();
      sgd.prepare(grown.trainable());
      sgd.velocities()
          .forEach(
              (key, velocity) -> {
                Tensor old = state.sgd().velocities().get(key);
                if (old != null) {
                  grown.moveInto(velocity, old, key);
                }
              });
      SuperNet superNet = SearchState.superNet(task, larger, grown);
      superNet.skipInitialization();
      state.grow(larger, superNet, sgd);
    }
  }
}
