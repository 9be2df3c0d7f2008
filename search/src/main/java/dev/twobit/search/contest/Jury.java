package dev.twobit.search.contest;

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
public final class Jury {
  private final Judge judge;
  private final String name;
  private final StopRequest stop;
  private final SearchProgress progress;
  private long epochs;

  /**
   * @param name of the method, for messages
   */
  public Jury(Judge judge, String name, StopRequest stop, SearchProgress progress) {
    this.judge = judge;
    this.name = name;
    this.stop = stop;
    this.progress = progress;
  }

  /** How they are judged: all alike. */
  public record Terms(String name, int epochs, long seed, HeldOut.Part part) {}

  /** Of all trainings so far, those before a restart too. */
  public long epochs() {
    return epochs;
  }

  /** Counts trainings, those of the search that are no judgings too. */
  public void trained(long more) {
    epochs += more;
    progress.judged(epochs);
  }

  /** For a person. */
  public static String epochs(int count) {
    return count == 1 ? "1 epoch" : count + " epochs";
  }

  public void say(String line) {
    progress.say(line);
  }

  /** In the order given. */
  public List<Standing> judge(List<Entrant> entrants, Terms terms) throws IOException {
    List<Standing> standings = new ArrayList<>();
    for (Entrant e : entrants) {
      if (stop.isRequested()) {
        throw new TrainingStoppedException(
            "stopped in " + terms.name + " of " + name + "; what was judged is kept");
      }
      Score score = judge.judge(new Judging(e.widths(), terms.epochs, terms.seed, terms.part));
      standings.add(new Standing(e, score));
      trained(terms.epochs);
      say(
          String.format(
              Locale.ROOT,
              "%s %d/%d  %s %.4f  top-1 %.2f %%  %s",
              terms.name,
              standings.size(),
              entrants.size(),
              terms.part == HeldOut.Part.STEPS ? "loss" : "cross-entropy",
              score.meanCrossEntropy(),
              100 * score.accuracy(),
              e.text()));
    }
    return standings;
  }

  /** The best first; of equal ones the first given. */
  public static List<Standing> ranked(List<Standing> standings) {
    return standings.stream()
        .sorted((a, b) -> Score.BEST_FIRST.compare(a.score(), b.score()))
        .toList();
  }
}
