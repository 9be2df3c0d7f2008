package dev.twobit.search.halving;

import dev.twobit.search.SearchProgress;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Has networks judged one after the other, tells of each, and ends early where that is asked for.
 */
final class Jury {
  private final Judge judge;
  private final StopRequest stop;
  private final SearchProgress progress;
  private long epochs;

  Jury(Judge judge, StopRequest stop, SearchProgress progress) {
    this.judge = judge;
    this.stop = stop;
    this.progress = progress;
  }

  /** How they are judged: all alike. */
  record Terms(String name, int epochs, long seed, HeldOut.Part part) {}

  /** Of all trainings so far, those before a restart too. */
  long epochs() {
    return epochs;
  }

  /** For a person. */
  static String epochs(int count) {
    return count == 1 ? "1 epoch" : count + " epochs";
  }

  void say(String line) {
    progress.say(line);
  }

  /** In the order given. */
  List<Standing> judge(List<Entrant> entrants, Terms terms) throws IOException {
    List<Standing> standings = new ArrayList<>();
    for (Entrant e : entrants) {
      if (stop.isRequested()) {
        throw new TrainingStoppedException(
            "stopped in " + terms.name + " of halving; what was judged is kept");
      }
      Score score = judge.judge(new Judging(e.widths(), terms.epochs, terms.seed, terms.part));
      standings.add(new Standing(e, score));
      epochs += terms.epochs;
      say(
          String.format(
              Locale.ROOT,
              "%s %d/%d  cross-entropy %.4f  top-1 %.2f %%  %s",
              terms.name,
              standings.size(),
              entrants.size(),
              score.meanCrossEntropy(),
              100 * score.accuracy(),
              e.text()));
    }
    return standings;
  }

  /** The best first; of equal ones the first given. */
  static List<Standing> ranked(List<Standing> standings) {
    return standings.stream()
        .sorted((a, b) -> Score.BEST_FIRST.compare(a.score(), b.score()))
        .toList();
  }
}
