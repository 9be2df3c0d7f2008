package dev.twobit.cli;

import dev.twobit.experiment.searchcheck.CheckedSearch;
import dev.twobit.experiment.searchcheck.CheckedSearch.Outcome;
import java.util.List;
import java.util.Locale;

/** Searches of a step as a table, failures in full below it. */
final class CheckedSearchText {
  private CheckedSearchText() {}

  static String of(List<CheckedSearch> all) {
    TextTable table =
        new TextTable().text("network").text("coupling").text("method").text("").number("s");
    for (CheckedSearch s : all) {
      table.row(
          s.network(),
          String.join(" ", s.couplings()),
          s.method(),
          s.outcome().name().toLowerCase(Locale.ROOT),
          TextTable.decimals(s.seconds(), 1));
    }
    StringBuilder text = new StringBuilder(table.render());
    for (CheckedSearch s : all) {
      s.message()
          .ifPresent(
              m ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          "%n%s %s %s: %s",
                          s.network(),
                          String.join("+", s.couplings()),
                          s.method(),
                          Text.printable(m))));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%n%,d networks, %,d searches: %,d ok, %,d refused, %,d failed",
                all.stream().map(CheckedSearch::network).distinct().count(),
                all.size(),
                count(all, Outcome.OK),
                count(all, Outcome.REFUSED),
                count(all, Outcome.FAILED)))
        .toString();
  }

  private static long count(List<CheckedSearch> all, Outcome outcome) {
    return all.stream().filter(s -> s.outcome() == outcome).count();
  }
}
