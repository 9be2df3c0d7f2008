package dev.twobit.search.cost;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Which of the moves that help a projection makes. */
sealed interface MoveChoice {
  /** Empty of none. */
  Optional<RatedGenotype> of(RatedGenotype from, List<RatedGenotype> moves);

  /** Whether a genotype is to be gone back to, where budgets allow it. */
  boolean isBetter(RatedGenotype genotype, RatedGenotype than);

  /** Least preference is given up. */
  record ByLogits() implements MoveChoice {
    private static final double TINY = 1e-12;

    @Override
    public Optional<RatedGenotype> of(RatedGenotype from, List<RatedGenotype> moves) {
      return moves.stream().max(Comparator.comparingDouble(RatedGenotype::preference));
    }

    @Override
    public boolean isBetter(RatedGenotype genotype, RatedGenotype than) {
      return genotype.preference() > than.preference() + TINY;
    }
  }

  /**
   * The loss rises least for the part of the budgets that is given back; where nothing is exceeded,
   * it is to be lowest. A loss that falls is an accident of images and rises by 0; of equal ones
   * the move that gives back most.
   *
   * @param loss of widths, the same for the same ones
   */
  record ByLoss(ToDoubleFunction<Map<String, Integer>> loss) implements MoveChoice {
    @Override
    public Optional<RatedGenotype> of(RatedGenotype from, List<RatedGenotype> moves) {
      double now = loss.applyAsDouble(from.widths());
      return moves.stream()
          .map(m -> new Priced(m, price(from, m, now), m.excess()))
          .min(Comparator.comparingDouble(Priced::price).thenComparingDouble(Priced::excess))
          .map(Priced::genotype);
    }

    private double price(RatedGenotype from, RatedGenotype to, double now) {
      double then = loss.applyAsDouble(to.widths());
      double givenBack = from.excess() - to.excess();
      return givenBack > 0 ? Math.max(0, then - now) / givenBack : then;
    }

    @Override
    public boolean isBetter(RatedGenotype genotype, RatedGenotype than) {
      return loss.applyAsDouble(genotype.widths()) < loss.applyAsDouble(than.widths());
    }

    private record Priced(RatedGenotype genotype, double price, double excess) {}
  }
}
