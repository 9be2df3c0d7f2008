package dev.twobit.search.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods whose networks use the budgets up. */
class FilledTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("coupling", "tied");
  private static final Network SMALL = NetworkSketch.mobile();

  private static FoundNetwork found(String method, SearchSettings settings, SearchTask task)
      throws IOException {
    return Tasks.run(SearchMethodRegistry.named(method, settings), task);
  }

  private static MaximalNetworks maximal(SearchTask task) {
    SearchSpace space =
        PlateauSpace.of(SETTINGS.space(task.network()), task.costs(), task.budgets());
    return MaximalNetworks.of(space, task.costs(), task.budgets(), 1);
  }

  private static boolean isMet(Costs costs, SearchTask task) {
    return task.budgets().stream().allMatch(b -> costs.of(b.kind()) <= b.limit());
  }

  @Test
  void aRandomNetworkIsFilledAndStaysWithinBothLatencies() throws IOException {
    for (int seed = 1; seed <= 4; seed++) {
      SearchTask task = Tasks.of(SMALL, seed, "latency=1.0x", "whole=1.0x");
      FoundNetwork filled = found("random", SETTINGS, task);
      FoundNetwork asFound = found("random", SETTINGS.with("fill", "false"), task);
      assertThat(isMet(filled.costs(), task)).isTrue();
      assertThat(maximal(task).isMaximal(filled.widths())).as("%s", filled.widths()).isTrue();
      assertThat(filled.figures()).containsKey("units that filling widened");
      assertThat(filled.figures()).containsAllEntriesOf(asFound.figures());
      assertThat(filled.network().layers())
          .isEqualTo(task.costs().derive(SETTINGS.space(SMALL), filled.widths()).layers());
    }
  }

  @Test
  void withoutABudgetNothingIsFilled() throws IOException {
    SearchTask task = Tasks.of(SMALL, 3);
    assertThat(found("random", SETTINGS, task).widths())
        .isEqualTo(found("random", SETTINGS.with("fill", "false"), task).widths());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrpn:0.5", "original"})
  void uniformNetworksAndTheOriginalAreWhatTheyAre(String method) throws IOException {
    SearchTask task = Tasks.of(SMALL, 3, "latency=1.0x");
    assertThat(found(method, SETTINGS, task).widths())
        .isEqualTo(found(method, SETTINGS.with("fill", "false"), task).widths());
  }

  @Test
  void randomMaximalNetworksAreDrawnFromAllBySeed() throws IOException {
    Set<Map<String, Integer>> drawn = new HashSet<>();
    for (int seed = 1; seed <= 12; seed++) {
      SearchTask task = Tasks.of(SMALL, seed, "latency=1.0x", "whole=1.0x");
      FoundNetwork found = found("random-maximal", SETTINGS, task);
      assertThat(maximal(task).all()).contains(found.widths());
      assertThat(found("random-maximal", SETTINGS, task).widths()).isEqualTo(found.widths());
      drawn.add(found.widths());
    }
    assertThat(drawn).hasSizeGreaterThan(1);
  }

  @Test
  void noMaximalNetworkHasMoreMacsTimesParams() throws IOException {
    SearchTask task = Tasks.of(SMALL, 1, "latency=1.0x", "whole=1.0x");
    FoundNetwork found = found("most-macs-params", SETTINGS, task);
    double most = found.costs().flops() * found.costs().params();
    MaximalNetworks all = maximal(task);
    for (Map<String, Integer> widths : all.all()) {
      Costs costs = task.costs().genotype(all.space(), widths);
      assertThat(costs.flops() * costs.params()).isLessThanOrEqualTo(most);
    }
    assertThat(isMet(found.costs(), task)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random-maximal", "most-macs-params"})
  void maximalNetworksNeedABudgetThatCanBeMet(String method) {
    assertThatThrownBy(() -> SearchMethodRegistry.named(method, SETTINGS).check(Tasks.of(SMALL, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--method " + method)
        .hasMessageNotContaining("\n");
    SearchTask impossible = Tasks.of(SMALL, 1, "latency=0.001x");
    assertThatThrownBy(() -> SearchMethodRegistry.named(method, SETTINGS).check(impossible))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("smallest reachable");
    Budget budget = impossible.budgets().get(0);
    assertThat(budget.kind()).isEqualTo(CostKind.LATENCY);
  }
}
