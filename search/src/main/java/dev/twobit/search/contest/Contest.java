package dev.twobit.search.contest;

import dev.twobit.search.FinalSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From the networks that a method proposes to the one that is returned. Knows no networks, only
 * widths and a judge of them. Where residual bits differ, the final has the controls at the bits
 * that came as far.
 */
public final class Contest {
  private final FinalSettings settings;
  private final int fullEpochs;
  private final long seed;

  /**
   * @param settings of the final
   * @param fullEpochs of the full training
   */
  public Contest(FinalSettings settings, int fullEpochs, long seed) {
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  /** How a method comes to its finalists. */
  @FunctionalInterface
  public interface Proposer {
    /**
     * @param reference the original, or what takes its place where that is over a budget
     */
    Proposal propose(Entrant reference, Jury jury) throws IOException;
  }

  /**
   * What a method brings to the final.
   *
   * @param finalists the best first, each within the budgets; controls among them take part once
   * @param first scores of the networks that it compared first, the reference among them; empty
   *     where it compared none
   * @param last scores of the last that it compared, controls among them; empty where all controls
   *     are to be compared
   * @param whyNone why there is no finalist, in a few words, where there is none
   * @param figures what the method tells of itself, by name with its unit
   */
  public record Proposal(
      List<Entrant> finalists,
      List<Standing> first,
      List<Standing> last,
      String whyNone,
      Map<String, Double> figures) {
    public Proposal {
      finalists = List.copyOf(finalists);
      first = List.copyOf(first);
      last = List.copyOf(last);
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** With all controls compared. */
    public Proposal(
        List<Entrant> finalists,
        List<Standing> first,
        String whyNone,
        Map<String, Double> figures) {
      this(finalists, first, List.of(), whyNone, figures);
    }
  }

  /**
   * How it ended.
   *
   * @param returned the winner, else the reference
   * @param last the final; empty where there was nothing to compare
   * @param proposal what came before it
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Outcome(
      Entrant reference, Entrant returned, Optional<FinalRound.Result> last, Proposal proposal) {}

  /**
   * @param controls compared to the end, at the residual bits that come as far; the first that is
   *     not over a budget is the reference
   * @param overBudget controls that may not be returned
   */
  public Outcome run(List<Entrant> controls, Set<Entrant> overBudget, Proposer proposer, Jury jury)
      throws IOException {
    List<Entrant> all = controls.stream().filter(Entrant::isControl).toList();
    Entrant reference = all.stream().filter(c -> !overBudget.contains(c)).findFirst().orElseThrow();
    Proposal proposal = proposer.propose(reference, jury);
    List<Entrant> compared = compared(all, reference, proposal);
    List<Entrant> others = new ArrayList<>();
    proposal.finalists().stream()
        .filter(f -> compared.stream().noneMatch(c -> c.widths().equals(f.widths())))
        .forEach(others::add);
    compared.stream().filter(c -> c != reference && !overBudget.contains(c)).forEach(others::add);
    if (others.isEmpty()) {
      return new Outcome(reference, reference, Optional.empty(), proposal);
    }
    FinalRound.Result last =
        new FinalRound(settings, fullEpochs, seed)
            .run(reference, others, compared.stream().filter(overBudget::contains).toList(), jury);
    Entrant returned = last.winner().map(FinalRound.Compared::entrant).orElse(reference);
    return new Outcome(reference, returned, Optional.of(last), proposal);
  }

  /**
   * The controls at the bits of the reference, of every finalist, and of controls that were no
   * worse than one of those in the last comparison; all of them where there was none.
   */
  private static List<Entrant> compared(
      List<Entrant> controls, Entrant reference, Proposal proposal) {
    List<Entrant> ranked = Jury.ranked(proposal.last()).stream().map(Standing::entrant).toList();
    int worst = proposal.finalists().stream().mapToInt(ranked::indexOf).max().orElse(-1);
    Set<Map<String, Integer>> bits =
        Stream.of(
                Stream.of(reference),
                proposal.finalists().stream(),
                ranked.stream().limit(worst + 1))
            .flatMap(entrants -> entrants)
            .map(e -> ResidualChoice.entries(e.widths()))
            .collect(Collectors.toSet());
    return controls.stream()
        .filter(c -> ranked.isEmpty() || bits.contains(ResidualChoice.entries(c.widths())))
        .toList();
  }
}
