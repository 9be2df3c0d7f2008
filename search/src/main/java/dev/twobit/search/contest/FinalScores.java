package dev.twobit.search.contest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trainings of the networks of a final; those that were given up early have fewer. */
final class FinalScores {
  private final Entrant reference;
  private final Map<Entrant, List<Score>> scores = new LinkedHashMap<>();

  /**
   * @param reference what the others are compared with, trained as often as any
   */
  FinalScores(Entrant reference, List<Entrant> others) {
    this.reference = reference;
    scores.put(reference, new ArrayList<>());
    others.forEach(e -> scores.put(e, new ArrayList<>()));
  }

  /** One more training of some of them, the reference among these. */
  void add(List<Standing> standings) {
    standings.forEach(s -> of(s.entrant()).add(s.score()));
  }

  /** How often the reference was trained. */
  int trainings() {
    return of(reference).size();
  }

  /** Images of each score. */
  int images() {
    return of(reference).get(0).images();
  }

  double meanCrossEntropy(Entrant entrant) {
    return of(entrant).stream().mapToDouble(Score::meanCrossEntropy).average().orElseThrow();
  }

  /** All but the reference, the best first. */
  List<FinalRound.Compared> compared() {
    Scatter scatter =
        Scatter.of(scores.values().stream().map(s -> s.toArray(Score[]::new)).toList());
    List<FinalRound.Compared> compared = new ArrayList<>();
    for (Entrant e : scores.keySet()) {
      if (e != reference) {
        Score[] of = of(e).toArray(Score[]::new);
        Score[] own = of(reference).subList(0, of.length).toArray(Score[]::new);
        compared.add(new FinalRound.Compared(e, Lead.of(of, own, scatter), of.length));
      }
    }
    compared.sort(Comparator.comparingDouble(c -> -c.lead().nats()));
    return compared;
  }

  private List<Score> of(Entrant entrant) {
    return scores.getOrDefault(entrant, new ArrayList<>());
  }
}
