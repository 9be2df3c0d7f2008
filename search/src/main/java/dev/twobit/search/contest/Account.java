package dev.twobit.search.contest;

import dev.twobit.search.Verdict;
import dev.twobit.search.Verdict.Returned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a contest tells of itself: why this network was returned, and how sure that is. */
public final class Account {
  private Account() {}

  public static Verdict verdict(Contest.Outcome outcome) {
    Optional<FinalRound.Compared> told = told(outcome);
    return new Verdict(
        returned(outcome),
        reason(outcome),
        told.map(c -> c.lead().nats()).orElse(0.0),
        told.map(c -> c.lead().standardError()).orElse(0.0),
        ResidualChoice.bits(outcome.returned().widths()));
  }

  /** The winner, else what came nearest to being one. */
  private static Optional<FinalRound.Compared> told(Contest.Outcome outcome) {
    return outcome
        .last()
        .flatMap(last -> last.winner().or(() -> last.compared().stream().findFirst()));
  }

  private static Returned returned(Contest.Outcome outcome) {
    if (outcome.last().flatMap(FinalRound.Result::winner).isPresent()) {
      return Returned.ANOTHER;
    }
    return outcome.reference().role() == Entrant.Role.ORIGINAL
        ? Returned.ORIGINAL
        : Returned.UNIFORM;
  }

  private static String reason(Contest.Outcome outcome) {
    if (outcome.last().isEmpty()) {
      return outcome.proposal().whyNone();
    }
    FinalRound.Result last = outcome.last().get();
    String compared =
        String.format(
            Locale.ROOT,
            "on %,d held-out images that chose nothing before, after %s%d trainings each,",
            last.images(),
            last.compared().stream().allMatch(c -> c.trainings() == last.seeds()) ? "" : "up to ",
            last.seeds());
    if (last.winner().isPresent()) {
      FinalRound.Compared winner = last.winner().get();
      return String.format(
          Locale.ROOT,
          "%s it is better%s than %s%s, with %s",
          compared,
          bits(winner.entrant()),
          outcome.reference().role().text(),
          bits(outcome.reference()),
          lead(winner.lead()));
    }
    return String.format(
        Locale.ROOT,
        "%s none of %d other networks is better than %s beyond chance, nearest comes %s with %s%s",
        compared,
        last.compared().size(),
        outcome.reference().role().text(),
        last.compared().get(0).entrant().text(),
        lead(last.compared().get(0).lead()),
        spread(outcome.proposal().first()));
  }

  /** Where they are searched. */
  private static String bits(Entrant entrant) {
    return ResidualChoice.bits(entrant.widths())
        .map(bits -> " with " + bits + " residual bits")
        .or(() -> ResidualChoice.plan(entrant.widths()).map(plan -> " at bit plan " + plan))
        .orElse("");
  }

  private static String lead(Lead lead) {
    return String.format(
        Locale.ROOT,
        "a lead of %.4f +- %.4f nats in cross-entropy and %.2f points in top-1",
        lead.nats(),
        lead.standardError(),
        lead.points());
  }

  /** Whether the judge saw differences at all. */
  private static String spread(List<Standing> first) {
    if (first.size() < 2) {
      return "";
    }
    String spread =
        String.format(
            Locale.ROOT,
            "; scores of the first %d networks spread by %.4f nats",
            first.size(),
            Spread.deviation(first));
    OptionalDouble uncertainty = Spread.uncertainty(first);
    return uncertainty.isEmpty()
        ? spread
        : String.format(
            Locale.ROOT,
            "%s, and one difference is uncertain by %.4f",
            spread,
            uncertainty.getAsDouble());
  }

  /**
   * Figures by name, with their unit.
   *
   * @param images that trainings of the search saw, repetitions counted
   */
  public static Map<String, Double> figures(Contest.Outcome outcome, double images) {
    Map<String, Double> figures = new LinkedHashMap<>(outcome.proposal().figures());
    figures.put("images trained on in the search", images);
    List<Standing> first = outcome.proposal().first();
    if (first.size() > 1) {
      figures.put("spread of the first rung's scores, nats", Spread.deviation(first));
      Spread.uncertainty(first)
          .ifPresent(nats -> figures.put("uncertainty of one difference in it, nats", nats));
    }
    outcome
        .last()
        .ifPresent(last -> figures.put("held-out images of the final", (double) last.images()));
    told(outcome)
        .ifPresent(
            c -> {
              figures.put("lead over the reference, nats", c.lead().nats());
              figures.put("standard error of the lead, nats", c.lead().standardError());
              figures.put("lead in top-1, points", c.lead().points());
            });
    ResidualChoice.bits(outcome.returned().widths())
        .ifPresent(bits -> figures.put("residual bits returned", (double) bits));
    ResidualChoice.plan(outcome.returned().widths())
        .ifPresent(plan -> figures.put("bit plan returned", (double) plan));
    figures.put("original returned", returned(outcome) == Returned.ORIGINAL ? 1.0 : 0.0);
    return figures;
  }
}
