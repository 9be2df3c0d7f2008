package dev.twobit.search.utilization;

import dev.twobit.search.UtilizationSettings;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Score;
import dev.twobit.search.contest.Standing;
import dev.twobit.search.frontier.Steps;
import dev.twobit.search.space.SearchUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Measures a network, tries the moves that should help, makes the best if it does, and begins anew
 * from there. Finalists are the last network and the one that scored best.
 */
final class Iterations implements Contest.Proposer {
  /** Narrower widths of a unit that are measured. */
  private static final int POINTS = 2;

  private final ComparedSearch.Scene scene;
  private final Utility utility;
  private final UtilizationSettings settings;
  private final int fullEpochs;

  Iterations(ComparedSearch.Scene scene, Utility utility) {
    this.scene = scene;
    this.utility = utility;
    this.settings = scene.settings().utilization();
    this.fullEpochs = scene.task().start().recipe().epochs();
  }

  @Override
  public Contest.Proposal propose(Entrant reference, Jury jury) throws IOException {
    List<Standing> way = new ArrayList<>(judge(List.of(reference), epochs(1), "start", jury));
    List<Standing> first = new ArrayList<>(way);
    int iterations = 0;
    boolean moved = true;
    while (moved && iterations < settings.utilizationIterations()) {
      iterations++;
      String name = "iteration " + iterations;
      Standing now = way.get(way.size() - 1);
      List<Standing> tried =
          judge(moves(now.entrant().widths(), name, jury), epochs(1), name, jury);
      if (iterations == 1) {
        first.addAll(tried);
      }
      Optional<Standing> next = better(now, tried, name, jury);
      next.ifPresent(way::add);
      moved = next.isPresent();
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("iterations", (double) iterations);
    figures.put("moves of widths", way.size() - 1.0);
    return new Contest.Proposal(
        finalists(way, reference),
        first,
        "no move of widths was better after a short training",
        figures);
  }

  private int epochs(int times) {
    return Math.min(times * settings.utilizationEpochs(), fullEpochs);
  }

  private List<Standing> judge(List<Entrant> entrants, int epochs, String name, Jury jury)
      throws IOException {
    String told = "%s (%s)".formatted(name, Jury.epochs(epochs));
    return jury.judge(
        entrants, new Jury.Terms(told, epochs, scene.task().seed(), HeldOut.Part.RUNGS));
  }

  /** The best where it is better; else what is the best of both after twice the training. */
  private Optional<Standing> better(Standing now, List<Standing> tried, String name, Jury jury)
      throws IOException {
    Optional<Standing> best = Jury.ranked(tried).stream().findFirst();
    if (best.isEmpty() || isBetter(best.get(), now) || epochs(2) == epochs(1)) {
      return best.filter(b -> isBetter(b, now));
    }
    List<Standing> longer =
        judge(List.of(now.entrant(), best.get().entrant()), epochs(2), name, jury);
    return best.filter(b -> isBetter(longer.get(1), longer.get(0)));
  }

  private static boolean isBetter(Standing one, Standing other) {
    return Score.BEST_FIRST.compare(one.score(), other.score()) < 0;
  }

  private List<Entrant> moves(Map<String, Integer> widths, String name, Jury jury)
      throws IOException {
    WidthLosses losses = losses(widths, jury);
    List<Map<String, Integer>> moves = new Moves(scene).from(widths, losses);
    jury.say(
        name
            + ": "
            + (moves.isEmpty()
                ? "no move should help"
                : String.format(
                    Locale.ROOT,
                    "%d moves should help, the best by %.4f nats",
                    moves.size(),
                    -losses.change(moves.get(0)))));
    return moves.stream()
        .limit(settings.utilizationMoves())
        .map(w -> new Entrant(w, Entrant.Role.MOVED))
        .toList();
  }

  private WidthLosses losses(Map<String, Integer> widths, Jury jury) throws IOException {
    List<Map<String, Integer>> narrowed = new ArrayList<>();
    List<SearchUnit> of = new ArrayList<>();
    for (SearchUnit unit : scene.space().units().values()) {
      for (int narrower : points(unit, widths)) {
        Map<String, Integer> part = new LinkedHashMap<>(widths);
        part.put(unit.name(), narrower);
        narrowed.add(part);
        of.add(unit);
      }
    }
    List<Double> losses = utility.losses(widths, narrowed);
    jury.trained(settings.measuredEpochs(fullEpochs));
    Map<String, Map<Integer, Double>> rises = new LinkedHashMap<>();
    for (int i = 0; i < of.size(); i++) {
      String unit = of.get(i).name();
      rises
          .computeIfAbsent(unit, u -> new TreeMap<>())
          .put(narrowed.get(i).getOrDefault(unit, 1), losses.get(i + 1) - losses.get(0));
    }
    return new WidthLosses(widths, rises);
  }

  /** The next narrower candidates; of a unit that has none, half its width. */
  private List<Integer> points(SearchUnit unit, Map<String, Integer> widths) {
    int width = widths.getOrDefault(unit.name(), unit.nominal());
    List<Integer> narrower =
        new Steps(scene.space())
            .allNarrower(unit, widths).stream()
                .map(w -> w.getOrDefault(unit.name(), width))
                .limit(POINTS)
                .toList();
    int half = width / 2 / unit.multiple() * unit.multiple();
    boolean searched = unit.candidates().size() > 1;
    return narrower.isEmpty() && half > 0 && searched ? List.of(half) : narrower;
  }

  /** The last and the best that are not the reference; one where both are the same. */
  private static List<Entrant> finalists(List<Standing> way, Entrant reference) {
    Standing last = way.get(way.size() - 1);
    return Stream.of(last, Jury.ranked(way).get(0))
        .map(Standing::entrant)
        .filter(e -> !e.widths().equals(reference.widths()))
        .distinct()
        .toList();
  }
}
