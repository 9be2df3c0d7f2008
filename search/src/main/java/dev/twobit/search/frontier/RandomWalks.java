package dev.twobit.search.frontier;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Maximal networks of a space too large to be searched through: a random network is narrowed by
 * random units until it fits, then widened by random units until none can be.
 */
final class RandomWalks {
  private final SearchSpace space;
  private final Limits limits;
  private final Steps steps;
  private final int mostAsked;

  /**
   * @param mostAsked networks that are looked at before no new walk is begun
   */
  RandomWalks(SearchSpace space, Limits limits, int mostAsked) {
    this.space = space;
    this.limits = limits;
    this.steps = new Steps(space);
    this.mostAsked = mostAsked;
  }

  /**
   * Distinct ones, in the order they are found.
   *
   * @param first networks to begin with; those that are not maximal are left out
   */
  List<Map<String, Integer>> maximal(List<Map<String, Integer>> first, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int end = limits.asked() + mostAsked;
    Set<Map<String, Integer>> found = new LinkedHashSet<>();
    first.stream().filter(limits::fits).map(w -> widened(w, random)).forEach(found::add);
    while (limits.asked() < end) {
      narrowed(random).map(w -> widened(w, random)).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Empty if even the narrowest does not fit. */
  private Optional<Map<String, Integer>> narrowed(SplittableRandom random) {
    Map<String, Integer> at = drawn(random);
    List<SearchUnit> units = new ArrayList<>(space.units().values());
    while (!limits.fits(at)) {
      Optional<Map<String, Integer>> next = Optional.empty();
      while (next.isEmpty() && !units.isEmpty()) {
        int i = random.nextInt(units.size());
        next = steps.narrower(units.get(i), at);
        if (next.isEmpty()) {
          units.remove(i);
        }
      }
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private Map<String, Integer> drawn(SplittableRandom random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      List<Integer> candidates = unit.candidates();
      widths.put(unit.name(), candidates.get(random.nextInt(candidates.size())));
    }
    return widths;
  }

  private Map<String, Integer> widened(Map<String, Integer> start, SplittableRandom random) {
    Map<String, Integer> at = start;
    List<SearchUnit> left = new ArrayList<>(space.units().values());
    boolean changed = false;
    while (true) {
      if (left.isEmpty()) {
        if (!changed) {
          return at;
        }
        // What did not fit may do so after others were widened.
        left = new ArrayList<>(space.units().values());
        changed = false;
      }
      int i = random.nextInt(left.size());
      Optional<Map<String, Integer>> wider = steps.wider(left.get(i), at).filter(limits::fits);
      if (wider.isPresent()) {
        at = wider.get();
        changed = true;
      } else {
        left.remove(i);
      }
    }
  }
}
