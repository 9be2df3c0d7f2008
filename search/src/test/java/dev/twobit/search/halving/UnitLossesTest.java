package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.FieldValue;
import dev.twobit.search.SurveySettings;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Score;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What networks are worth by what one unit at another width does. */
class UnitLossesTest {
  private static final SearchSpace SPACE =
      SearchSpace.of(TinyNetworks.of("residual"), CandidateGrid.EIGHTHS, Coupling.TIED);

  private static Map<String, Integer> nominal() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    SPACE.units().forEach((name, unit) -> widths.put(name, unit.nominal()));
    return widths;
  }

  private static UnitLosses measured(
      ToDoubleFunction<Map<String, Integer>> loss, List<Map<String, Integer>> asked)
      throws IOException {
    Jury jury =
        new Jury(
            judging -> {
              assertThat(judging.epochs()).isZero();
              asked.add(judging.widths());
              float value = (float) loss.applyAsDouble(judging.widths());
              return new Score(new float[] {value}, new boolean[] {true});
            },
            "halving",
            new StopRequest(),
            epoch -> {});
    return UnitLosses.measured(
        SPACE,
        new Entrant(nominal(), Entrant.Role.ORIGINAL),
        jury,
        new Measure(new SurveySettings(FieldValue.LOSS, 0, 0), 1));
  }

  /** A loss that is of the form that is taken for true, with another size for every unit. */
  private static double loss(Map<String, Integer> widths) {
    double sum = 1;
    int u = 1;
    for (SearchUnit unit : SPACE.units().values()) {
      double share = (double) widths.getOrDefault(unit.name(), 0) / unit.nominal();
      sum += 0.01 * u++ / (share * share);
    }
    return sum;
  }

  @Test
  void whatIsOfItsFormIsFoundAtEveryWidth() throws IOException {
    List<Map<String, Integer>> asked = new ArrayList<>();
    UnitLosses losses = measured(UnitLossesTest::loss, asked);
    assertThat(asked.get(0)).isEqualTo(nominal());
    assertThat(asked)
        .doesNotHaveDuplicates()
        .hasSizeBetween(SPACE.units().size() + 1, 2 * SPACE.units().size() + 1);
    assertThat(losses.applyAsDouble(nominal())).isZero();
    int tried = 0;
    for (SearchUnit unit : SPACE.units().values()) {
      for (int width : unit.candidates()) {
        Map<String, Integer> widths = nominal();
        widths.put(unit.name(), width);
        assertThat(losses.applyAsDouble(widths))
            .isCloseTo(loss(nominal()) - loss(widths), within(1e-4));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(asked.size());
    Map<String, Integer> all = nominal();
    all.replaceAll((unit, width) -> SPACE.unit(unit).candidates().get(0));
    assertThat(losses.applyAsDouble(all)).isCloseTo(loss(nominal()) - loss(all), within(1e-3));
  }

  /** Chance makes a wider network seem worse, or a narrower one better. */
  @Test
  void noUnitIsWorthMoreNarrowOrLessWide() throws IOException {
    UnitLosses losses = measured(w -> 3 - loss(w), new ArrayList<>());
    Map<String, Integer> widest = nominal();
    widest.replaceAll((unit, width) -> 4 * width);
    Map<String, Integer> narrowest = nominal();
    narrowest.replaceAll((unit, width) -> 1);
    assertThat(losses.applyAsDouble(widest)).isZero();
    assertThat(losses.applyAsDouble(narrowest)).isNegative();
  }
}
