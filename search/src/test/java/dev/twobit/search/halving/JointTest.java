package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.precision.BitRule;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.Verdict;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.bits.Joint;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.PlantedJudge;
import dev.twobit.search.contest.StoppedSearch;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Widths and bits together on real costs; but for the last test nothing is trained. */
class JointTest {
  private static final Network NETWORK = TinyNetworks.of("residual");
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke")
          .with(
              Map.of(
                  "coupling",
                  "tied",
                  "field-networks",
                  "90",
                  "calibrated-networks",
                  "3",
                  "bit-candidates",
                  "2,4"));

  @TempDir Path folder;

  /** Top-1 of a network with these bits, 0..1. */
  private interface Worth {
    double of(List<BitRule> bits, Map<String, Integer> widths);
  }

  private static double channels(Map<String, Integer> widths) {
    return widths.values().stream().mapToDouble(Math::log).sum();
  }

  /** Layers of four bits by a scene's rules. */
  private static long fours(List<BitRule> rules) {
    return rules.stream().filter(r -> r.bits().weights() == 4).count();
  }

  private FoundNetwork found(SearchTask task, Worth worth, List<String> said) throws IOException {
    Halving planted =
        new Halving(
            scene ->
                new Halving.Judges.Judging(
                    new PlantedJudge(
                        w -> worth.of(scene.task().scheme().rules(), w),
                        ContestTasks.EPOCHS,
                        2000,
                        1),
                    w -> -worth.of(scene.task().scheme().rules(), w),
                    false));
    return new Joint(
            SETTINGS,
            ComparedSearch.Running.alone(new StopRequest()),
            SearchMethodRegistry.named("wrpn", SETTINGS),
            planted)
        .run(task, folder.resolve("state"), ContestTasks.saying(said::add));
  }

  private static SearchTask task(String latency) {
    return ContestTasks.of(NETWORK, latency, Optional.empty());
  }

  /** Four bits in all layers are worth most, and of the networks that they leave the widest. */
  @Test
  void bitsThatPayAreFoundWithTheBestWidthsTheyLeave() throws IOException {
    SearchTask task = task("3.0x");
    List<String> said = new ArrayList<>();
    Worth worth = (bits, w) -> 0.3 + 0.08 * fours(bits) + 0.06 * (channels(w) - 6);
    FoundNetwork found = found(task, worth, said);
    assertThat(found.verdict().orElseThrow().returned()).isEqualTo(Verdict.Returned.ANOTHER);
    assertThat(said).anyMatch(l -> l.startsWith("bit plan 1: as asked for"));
    Map<String, dev.twobit.precision.Bits> asked = task.costs().precision(NETWORK).weighted();
    List<BitRule> rules =
        found.precision().weighted().entrySet().stream()
            .filter(e -> !e.getValue().equals(asked.get(e.getKey())))
            .map(e -> new BitRule(e.getKey(), e.getValue()))
            .toList();
    assertThat(rules).isNotEmpty();
    CostModel costs = task.costs().with(rules);
    assertThat(found.costs().latencyCycles())
        .isEqualTo(costs.simulate(found.network()).latencyCycles())
        .isLessThanOrEqualTo(3 * task.costs().original().latencyCycles());
    assertThat(rules).hasSize(4).allMatch(r -> r.bits().weights() == 4);
    SearchSpace space = PlateauSpace.of(SETTINGS.space(NETWORK), costs, task.budgets());
    double best =
        MaximalNetworks.of(space, costs, task.budgets(), 1).all().stream()
            .mapToDouble(w -> worth.of(rules, w))
            .max()
            .orElseThrow();
    Map<String, Integer> widths =
        found.widths().isEmpty() ? ContestTasks.original(space).widths() : found.widths();
    assertThat(worth.of(rules, widths)).as("planted trainings scatter").isGreaterThan(best - 0.02);
    assertThat(found.figures().getOrDefault("bit plan returned", 1.0)).isGreaterThan(1);
  }

  /** The edge of widths alone. */
  @Test
  void whereBitsArePaidForInVainTheBitsAskedForAreReturned() throws IOException {
    SearchTask task = task("1.2x");
    FoundNetwork found =
        found(
            task,
            (bits, w) -> Math.min(0.9, 0.5 + 0.1 * (channels(w) - 9) - 0.05 * fours(bits)),
            new ArrayList<>());
    assertThat(found.figures()).containsEntry("bit plan returned", 1.0);
    assertThat(found.precision()).isEqualTo(task.costs().precision(found.network()));
    assertThat(found.network().layers()).isNotEqualTo(NETWORK.layers());
  }

  /** The edge of bits alone: other widths are worse than the original's, whatever the bits. */
  @Test
  void whereWidthsAreBestAsTheyAreBitsAloneAreReturned() throws IOException {
    SearchTask task = task("3.0x");
    Map<String, Integer> nominal =
        ContestTasks.original(
                PlateauSpace.of(SETTINGS.space(NETWORK), task.costs(), task.budgets()))
            .widths();
    FoundNetwork found =
        found(
            task,
            (bits, w) -> (w.equals(nominal) ? 0.7 : 0.5) + 0.03 * fours(bits),
            new ArrayList<>());
    assertThat(found.network().layers()).isEqualTo(NETWORK.layers());
    assertThat(found.precision()).isNotEqualTo(task.costs().precision(NETWORK));
  }

  @Test
  void aBudgetThatNoWidthsMeetAtAnyBitsIsRefusedInOneLine() {
    assertThatThrownBy(() -> SearchMethodRegistry.named("joint", SETTINGS).check(task("0.01x")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--latency-budget");
  }

  /** Real trainings. */
  @Tag("slow")
  @Test
  void stoppedAnywhereItEndsInTheSameBits() throws IOException {
    SearchTask task =
        ContestTasks.of(NETWORK, "3.0x", Optional.of(Initializer.initialize(NETWORK, 3)));
    new StoppedSearch(Joint.NAME, SETTINGS.with(Map.of("field-networks", "30")), task, folder)
        .requireSameAfter(List.of("rung 1", "final 1"));
  }
}
