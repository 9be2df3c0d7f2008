package dev.twobit.search.halving;

import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Networks that were not in a rung and that its scores speak for (search/docs/methods.md#halving).
 * Half of them are an exchange away from a leader of the rung: there a straight line can be
 * believed, and what networks inherit suits them about as well as it suits the leader. The others
 * are from anywhere.
 */
final class Newcomers {
  /** The best of a rung, whose neighbours are looked at. */
  private static final int LEADERS = 3;

  private final Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours;
  private final Set<Map<String, Integer>> taken = new LinkedHashSet<>();
  private final List<Map<String, Integer>> spare;

  /**
   * @param neighbours maximal networks near one
   * @param field networks that take part already
   * @param spare maximal networks, those of the field among them or not
   */
  Newcomers(
      Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours,
      List<Entrant> field,
      List<Map<String, Integer>> spare) {
    this.neighbours = neighbours;
    this.spare = spare;
    field.forEach(e -> taken.add(e.widths()));
  }

  /** At the most so many, each once; none where widths explain no scores. */
  List<Entrant> of(List<Standing> standings, int count) {
    Optional<Response> response = count > 0 ? Response.of(standings) : Optional.empty();
    if (response.isEmpty()) {
      return List.of();
    }
    List<Entrant> chosen = new ArrayList<>();
    List<Guess> stepped = stepped(standings, response.get());
    take(chosen, stepped, (count + 1) / 2, Entrant.Role.STEPPED);
    List<Guess> predicted =
        spare.stream().map(w -> new Guess(w, response.get().at(w))).sorted(Guess.BEST).toList();
    take(chosen, predicted, count, Entrant.Role.PREDICTED);
    return List.copyOf(chosen);
  }

  /** Held-out cross-entropy that a network should have, nats. */
  private record Guess(Map<String, Integer> widths, double nats) {
    static final Comparator<Guess> BEST = Comparator.comparingDouble(Guess::nats);
  }

  /** By the leader's own score and what the response says of the difference. */
  private List<Guess> stepped(List<Standing> standings, Response response) {
    List<Guess> guesses = new ArrayList<>();
    for (Standing leader :
        Jury.ranked(standings).stream()
            .filter(s -> !s.entrant().isControl())
            .limit(LEADERS)
            .toList()) {
      Map<String, Integer> from = leader.entrant().widths();
      double own = leader.score().meanCrossEntropy() - response.at(from);
      neighbours.apply(from).forEach(w -> guesses.add(new Guess(w, own + response.at(w))));
    }
    guesses.sort(Guess.BEST);
    return guesses;
  }

  private void take(List<Entrant> chosen, List<Guess> from, int until, Entrant.Role role) {
    for (Guess guess : from) {
      if (chosen.size() < until && taken.add(guess.widths())) {
        chosen.add(new Entrant(guess.widths(), role));
      }
    }
  }
}
