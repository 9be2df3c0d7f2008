package dev.twobit.cli;

import dev.twobit.results.RankingResult;
import java.util.Locale;

/** How two accelerators order networks, as people read it. */
final class RankingText {
  private RankingText() {}

  static String of(RankingResult ranking) {
    RankingResult.Asked asked = ranking.asked();
    RankingResult.Original original = ranking.original();
    return String.format(
        Locale.ROOT,
        """
        %s as it is: %,.0f %s on %s, %,.0f on %s
        %,d networks of random widths, seed %d: of %,d pairs %,d change places by %s (%.2f %%)
        the one that %s has for the cheaper is at most %.2f %% dearer on %s\
        """,
        Text.printable(asked.model()),
        original.cost(),
        original.unit(),
        asked.hardware(),
        original.costAgainst(),
        asked.against(),
        ranking.networks(),
        asked.seed(),
        ranking.pairs(),
        ranking.changed(),
        asked.cost(),
        100.0 * ranking.changed() / ranking.pairs(),
        asked.hardware(),
        ranking.largestLossPercent(),
        asked.against());
  }
}
