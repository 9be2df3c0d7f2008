package dev.twobit.search.contest;

import dev.twobit.search.FinalSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The full training of the few that are left, some seeds each, compared on images that no rung has
 * seen. Of those that are better than the reference by more than chance the best wins; a level is
 * shared by all that are compared, so that it holds for the winner.
 */
public final class FinalRound {
  /** Trainings of a run have the user's seeds; those that chose the network are others. */
  private static final long SEED_STEP = 1_000_003;

  /** Standard errors of a lead below which more trainings are not worth their time. */
  private static final double UNDECIDED = 0.5;

  private final FinalSettings settings;
  private final int fullEpochs;
  private final long seed;

  FinalRound(FinalSettings settings, int fullEpochs, long seed) {
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  /**
   * A network and by how much it is better than the reference.
   *
   * @param trainings of it; the reference has them at the same seeds
   */
  public record Compared(Entrant entrant, Lead lead, int trainings) {
    /** Ahead by more than nothing, given how sure that is: more trainings may tell. */
    private boolean isUndecided() {
      return lead.nats() > UNDECIDED * lead.standardError();
    }
  }

  /**
   * How it ended.
   *
   * @param compared all but the reference, the best first
   * @param winner better than the reference; empty: none is
   * @param seeds trainings of the reference; networks that were given up earlier have fewer
   * @param images that were scored
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Result(List<Compared> compared, Optional<Compared> winner, int seeds, int images) {}

  /**
   * @param reference what a winner has to be better than
   * @param others compared with it, at least one
   * @param only for the record: over a budget, and so no winner
   */
  Result run(Entrant reference, List<Entrant> others, List<Entrant> only, Jury jury)
      throws IOException {
    FinalScores scores = new FinalScores(reference, join(others, only));
    List<Entrant> all = join(List.of(reference), join(others, only));
    for (int s = 0; s < settings.trainings(); s++) {
      scores.add(jury.judge(all, terms(s, settings.trainings())));
      boolean more = s + 1 >= FinalSettings.LEAST_SEEDS && s + 1 < settings.trainings();
      if (more && !anyAhead(reference, others, scores)) {
        jury.say("final: none is ahead of " + reference.role().text() + "; it ends here");
        return new Result(scores.compared(), Optional.empty(), s + 1, scores.images());
      }
    }
    Optional<Compared> winner = winner(others, others.size(), scores);
    return winner.isPresent()
        ? new Result(scores.compared(), winner, scores.trainings(), scores.images())
        : goneOn(reference, others, scores, jury);
  }

  /** Networks that lead, but not beyond chance, are trained more; others are given up. */
  private Result goneOn(Entrant reference, List<Entrant> others, FinalScores scores, Jury jury)
      throws IOException {
    int most = settings.mostTrainings();
    List<Entrant> open = undecided(others, scores);
    while (!open.isEmpty() && scores.trainings() < most) {
      jury.say(
          "final: %d of %d networks lead, not beyond chance; it goes on with them"
              .formatted(open.size(), others.size()));
      scores.add(jury.judge(join(List.of(reference), open), terms(scores.trainings(), most)));
      open = undecided(open, scores);
    }
    boolean looked = scores.trainings() == most && most > settings.trainings();
    return new Result(
        scores.compared(),
        looked ? winner(open, others.size(), scores) : Optional.empty(),
        scores.trainings(),
        scores.images());
  }

  private static List<Entrant> undecided(List<Entrant> among, FinalScores scores) {
    return scores.compared().stream()
        .filter(c -> among.contains(c.entrant()) && c.isUndecided())
        .map(Compared::entrant)
        .toList();
  }

  /**
   * The best of those that are better beyond chance.
   *
   * @param sharing networks that share the level
   */
  private Optional<Compared> winner(List<Entrant> among, int sharing, FinalScores scores) {
    boolean last = scores.trainings() == settings.mostTrainings();
    double level = settings.level(last) / Math.max(1, sharing);
    return scores.compared().stream()
        .filter(c -> among.contains(c.entrant()) && c.lead().isBetter(level))
        .findFirst();
  }

  /**
   * Seed of a full training of the final.
   *
   * @param training 0-based
   */
  public static long seed(long seed, int training) {
    return seed + SEED_STEP * (training + 1);
  }

  private Jury.Terms terms(int training, int of) {
    String name = "final %d of %d (%s)".formatted(training + 1, of, Jury.epochs(fullEpochs));
    return new Jury.Terms(name, fullEpochs, seed(seed, training), HeldOut.Part.FINAL);
  }

  /** Giving up early where nothing leads returns no network that would else not be returned. */
  private static boolean anyAhead(Entrant reference, List<Entrant> others, FinalScores scores) {
    double own = scores.meanCrossEntropy(reference);
    return others.stream().anyMatch(o -> scores.meanCrossEntropy(o) < own);
  }

  private static List<Entrant> join(List<Entrant> a, List<Entrant> b) {
    List<Entrant> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
