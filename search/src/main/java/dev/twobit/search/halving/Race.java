package dev.twobit.search.halving;

import dev.twobit.search.HalvingSettings;
import dev.twobit.search.RungScore;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Standing;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Successive halving: every rung trains fewer networks for longer, each anew from what it inherits
 * and with a learning rate that falls to its end, and keeps the best. A part of the places goes to
 * {@link Newcomers}. Controls are never dropped.
 */
final class Race {
  /** One of so many places of a later rung is for a network that the rung before predicts. */
  private static final int NEWCOMERS_ONE_OF = 3;

  private final HalvingSettings settings;
  private final int fullEpochs;
  private final long seed;

  /**
   * @param fullEpochs of the full training
   * @param seed of all trainings: the same order of images for all
   */
  Race(HalvingSettings settings, int fullEpochs, long seed) {
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  /**
   * How it ended.
   *
   * @param finalists the best that are no controls, the best first
   * @param first the first rung; empty where there was no need of one
   * @param last the last one likewise
   */
  record Result(List<Entrant> finalists, List<Standing> first, List<Standing> last) {
    Result {
      finalists = List.copyOf(finalists);
      first = List.copyOf(first);
      last = List.copyOf(last);
    }
  }

  /**
   * Without a rung where no more take part than the final takes.
   *
   * @param newcomers who may take places of later rungs
   */
  Result run(List<Entrant> field, Newcomers newcomers, Jury jury) throws IOException {
    List<Entrant> controls = field.stream().filter(Entrant::isControl).toList();
    List<Entrant> left = field.stream().filter(e -> !e.isControl()).toList();
    int start = left.size();
    List<Standing> first = List.of();
    List<Standing> latest = List.of();
    for (int rung = 0; rung < settings.halvingRungs(); rung++) {
      if (left.size() <= settings.finalNetworks()) {
        break;
      }
      List<Standing> standings = jury.judge(join(controls, left), terms(rung));
      first = rung == 0 ? standings : first;
      latest = standings;
      boolean last = rung == settings.halvingRungs() - 1;
      int places = last ? settings.finalNetworks() : settings.places(rung + 1, start);
      List<Entrant> joining = last ? List.of() : newcomers.of(standings, places / NEWCOMERS_ONE_OF);
      left = join(best(standings, places - joining.size()), joining);
    }
    return new Result(left, first, latest);
  }

  private static List<Entrant> best(List<Standing> standings, int count) {
    return Jury.ranked(standings).stream()
        .map(Standing::entrant)
        .filter(e -> !e.isControl())
        .limit(count)
        .toList();
  }

  private static List<Entrant> join(List<Entrant> some, List<Entrant> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private Jury.Terms terms(int rung) {
    int epochs = settings.epochs(rung, fullEpochs);
    boolean once = epochs == 1 && settings.rungScore() == RungScore.STEPS;
    return new Jury.Terms(
        "rung %d (%s)".formatted(rung + 1, Jury.epochs(epochs)),
        epochs,
        seed,
        once ? HeldOut.Part.STEPS : HeldOut.Part.RUNGS);
  }
}
