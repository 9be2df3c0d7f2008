package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.SyntheticCurve;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyUnitTest {
  /**
   * Picojoules are left out: those a MAC or a byte costs are rates, and stand with the hardware.
   */
  private static final Pattern ENERGY = Pattern.compile("[ ,#>]([mµnu]J)\\b");

  @ParameterizedTest
  @CsvSource({
    "12.66, mJ, 12.66000, 0.00042",
    "1, mJ, 1.00000, 0.00042",
    "0.999, µJ, 999.000, 0.417",
    "0.000999, nJ, 999.000, 417.000",
    "0.000000999, pJ, 999.000, 417000.000",
    "0, pJ, 0.000, 417000.000"
  })
  void theLargestOfAPageIsAtLeastOneOfIt(
      double largest, String symbol, String written, String small) {
    EnergyUnit unit = EnergyUnit.ofMillijoules(DoubleStream.of(1e-12, largest));

    assertThat(unit.symbol()).isEqualTo(symbol);
    assertThat(unit.fixedMillijoules(largest)).isEqualTo(written);
    assertThat(unit.fixed(0.417e6).replace(",", "")).isEqualTo(small);
  }

  @Test
  void everyPageHasOne() throws IOException {
    requireOne(SimulationReport.body(SmallRuns.simulation()).html());
    requireOne(SweepReport.body(SmallRuns.sweep()).html());
    requireOne(HtmlReport.body(SyntheticRun.of(12, "")).html());
    requireOne(CurveReport.body(SyntheticCurve.of("")).html());
  }

  private static void requireOne(String page) {
    assertThat(ENERGY.matcher(page).results().map((MatchResult m) -> m.group(1)).distinct())
        .hasSize(1);
    assertThat(Pattern.compile("data-unit=\"([^\"]*)\"").matcher(page).results())
        .allMatch(m -> page.contains(" " + m.group(1)));
  }
}
