package dev.twobit.search.slimmable;

import dev.twobit.search.SlimmableSettings;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.PartJudge;
import dev.twobit.search.contest.Shortlist;
import dev.twobit.search.contest.Sieve;
import dev.twobit.search.frontier.Exchanges;
import dev.twobit.search.frontier.MaximalNetworks;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scores maximal networks as parts of the super-net, more carefully the fewer are left, trains the
 * best of them briefly, and brings the best of these to the final.
 */
final class Slices implements Contest.Proposer {
  private static final String WHY_NONE =
      "no other network within the budgets uses them up: widths have no room to move";

  private final ComparedSearch.Scene scene;
  private final MaximalNetworks maximal;
  private final Trained trained;

  /** The super-net's training, then what judges its parts. */
  @FunctionalInterface
  interface Trained {
    /**
     * @param networks that parts are drawn from; none of them, nor the reference, is to be wider
     *     than the super-net
     */
    PartJudge judge(Entrant reference, List<Map<String, Integer>> networks, Jury jury)
        throws IOException;
  }

  Slices(ComparedSearch.Scene scene, MaximalNetworks maximal, Trained trained) {
    this.scene = scene;
    this.maximal = maximal;
    this.trained = trained;
  }

  @Override
  public Contest.Proposal propose(Entrant reference, Jury jury) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("maximal networks", (double) maximal.all().size());
    List<Map<String, Integer>> networks = networks(reference);
    if (networks.stream().allMatch(w -> w.equals(reference.widths()))) {
      return new Contest.Proposal(List.of(), List.of(), WHY_NONE, figures);
    }
    PartJudge judge = trained.judge(reference, networks, jury);
    List<Map<String, Integer>> scored =
        scored(reference, networks, w -> judge.loss(w, Sieve.ALL.get(0))).stream()
            .filter(w -> !w.equals(reference.widths()))
            .toList();
    return new Shortlist(scene, judge, Entrant.Role.SLICED, jury)
        .proposal(reference, scored, WHY_NONE, figures);
  }

  /** All maximal networks there are, else some of them and of those near the reference. */
  private List<Map<String, Integer>> networks(Entrant reference) {
    if (isAll()) {
      return maximal.all();
    }
    Set<Map<String, Integer>> some =
        new LinkedHashSet<>(
            Exchanges.of(
                scene.space(), scene.task().costs(), scene.task().budgets(), reference.widths()));
    some.addAll(maximal.all());
    return List.copyOf(some);
  }

  private boolean isAll() {
    return maximal.isComplete() && maximal.all().size() <= settings().scoredNetworks();
  }

  /** All of them where they are all there are, else evenly some, and what evolves from these. */
  private List<Map<String, Integer>> scored(
      Entrant reference,
      List<Map<String, Integer>> networks,
      ToDoubleFunction<Map<String, Integer>> loss) {
    if (isAll()) {
      return networks;
    }
    int count = Math.min(settings().scoredNetworks(), networks.size());
    List<Map<String, Integer>> some =
        IntStream.range(0, count)
            .mapToObj(i -> networks.get((int) ((long) i * networks.size() / count)))
            .toList();
    Map<String, Integer> widest = Slimmable.extreme(scene, networks, reference, Math::max);
    return new Evolution(scene, widest).of(some, loss);
  }

  private SlimmableSettings settings() {
    return scene.settings().slimmable();
  }
}
