package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.FieldValue;
import dev.twobit.search.SurveySettings;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.ResidualChoice;
import dev.twobit.search.contest.Score;
import dev.twobit.search.contest.Standing;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks measured whole, where units measured alone mislead. */
class LossSurveyTest {
  private static final SearchSpace SPACE =
      SearchSpace.of(TinyNetworks.of("residual"), CandidateGrid.EIGHTHS_DOUBLE_16, Coupling.TIED);
  private static final List<SearchUnit> UNITS = List.copyOf(SPACE.units().values());
  private static final int COUNT = 40;
  private static final Measure MEASURE =
      new Measure(new SurveySettings(FieldValue.LOSS, COUNT, 0), 1);

  private final List<Judging> asked = new ArrayList<>();

  private static Map<String, Integer> nominal() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    UNITS.forEach(unit -> widths.put(unit.name(), unit.nominal()));
    return widths;
  }

  /** Networks with about as many channels as the original has, some of all there are. */
  private static List<Map<String, Integer>> networks(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int most = nominal().values().stream().mapToInt(Integer::intValue).sum();
    Set<Map<String, Integer>> found = new LinkedHashSet<>();
    for (int tried = 0; tried < 2000; tried++) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (SearchUnit unit : UNITS) {
        List<Integer> candidates = unit.candidates();
        widths.put(unit.name(), candidates.get(random.nextInt(candidates.size())));
      }
      if (widths.values().stream().mapToInt(Integer::intValue).sum() <= most) {
        found.add(widths);
      }
    }
    return List.copyOf(found);
  }

  private static double share(Map<String, Integer> widths, int unit) {
    return (double) widths.getOrDefault(UNITS.get(unit).name(), 0) / UNITS.get(unit).nominal();
  }

  /** Of units alone. */
  private static double alone(Map<String, Integer> widths) {
    double sum = 0.5;
    for (int u = 0; u < UNITS.size(); u++) {
      sum += 0.02 / Math.pow(share(widths, u), 2);
    }
    return sum;
  }

  /** And of two that only together are worth something. */
  private static double loss(Map<String, Integer> widths, int one, int other) {
    double both = Math.max(0, share(widths, one) - 1) * Math.max(0, share(widths, other) - 1);
    return alone(widths) - 0.3 * both;
  }

  private Jury jury(ToDoubleFunction<Map<String, Integer>> loss) {
    return new Jury(
        judging -> {
          assertThat(judging.epochs()).isZero();
          asked.add(judging);
          float value = (float) loss.applyAsDouble(judging.widths());
          return new Score(new float[] {value}, new boolean[] {true});
        },
        "halving",
        new StopRequest(),
        epoch -> {});
  }

  private static LossSurvey survey(List<Map<String, Integer>> networks) {
    return new LossSurvey(
        value -> networks.stream().max(Comparator.comparingDouble(value)).stream().toList(),
        from -> networks.stream().filter(w -> FieldDraw.differences(w, from) <= 2).toList(),
        networks,
        COUNT);
  }

  @Test
  void whatTwoUnitsBringTogetherIsFound() throws IOException {
    double missed = 0;
    double missedByUnits = 0;
    for (int seed = 1; seed <= 12; seed++) {
      List<Map<String, Integer>> networks = networks(seed);
      int one = seed % UNITS.size();
      int other = (one + 1 + seed / UNITS.size() % (UNITS.size() - 1)) % UNITS.size();
      ToDoubleFunction<Map<String, Integer>> loss = w -> loss(w, one, other);
      double least = networks.stream().mapToDouble(loss).min().orElseThrow();
      Jury jury = jury(loss);
      UnitLosses units = units(jury);
      asked.clear();
      LossSurvey.Found found = survey(networks).of(units, jury, MEASURE);
      assertThat(asked).doesNotHaveDuplicates().hasSize(COUNT);
      assertThat(found.best()).hasSize(COUNT);
      missed += loss.applyAsDouble(found.best().get(0)) - least;
      missedByUnits +=
          loss.applyAsDouble(networks.stream().max(Comparator.comparingDouble(units)).orElseThrow())
              - least;
    }
    assertThat(missed).isLessThan(0.2 * missedByUnits);
  }

  private static UnitLosses units(Jury jury) throws IOException {
    return UnitLosses.measured(SPACE, new Entrant(nominal(), Entrant.Role.ORIGINAL), jury, MEASURE);
  }

  /** Nothing is left to the process where units alone explain everything. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereUnitsTellAllTheModelSaysWhatTheySay(long seed) throws IOException {
    Jury jury = jury(LossSurveyTest::alone);
    List<Map<String, Integer>> networks = networks(seed);
    LossModel model = survey(networks).of(units(jury), jury, MEASURE).model();
    for (Map<String, Integer> widths : networks) {
      assertThat(model.applyAsDouble(widths))
          .isCloseTo(alone(nominal()) - alone(widths), within(1e-3));
    }
  }

  /** A network that was measured has no doubt left but chance; one far off has all of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void doubtGrowsWithDistance(long seed) throws IOException {
    Jury jury = jury(w -> loss(w, 0, 1));
    UnitLosses units = units(jury);
    List<Map<String, Integer>> networks = networks(seed);
    LossSurvey.Found found = survey(networks).of(units, jury, MEASURE);
    Map<String, Integer> far = nominal();
    far.replaceAll((unit, width) -> 1000 * width);
    double known = found.model().unsure(found.best().get(0));
    assertThat(found.model().unsure(far)).isGreaterThan(2 * known);
  }

  /** Bits of the residual path are no width. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void residualBitsChangeNothing(int bits) throws IOException {
    List<Standing> with = new ArrayList<>();
    List<Standing> without = new ArrayList<>();
    for (Map<String, Integer> widths : networks(4).subList(0, 20)) {
      Score score = new Score(new float[] {(float) loss(widths, 0, 1)}, new boolean[] {true});
      without.add(new Standing(new Entrant(widths, Entrant.Role.SURVEYED), score));
      with.add(
          new Standing(
              new Entrant(ResidualChoice.with(widths, bits), Entrant.Role.SURVEYED), score));
    }
    Map<String, Integer> asked = networks(5).get(0);
    assertThat(LossModel.of(w -> 0, with, 0.5).applyAsDouble(ResidualChoice.with(asked, bits)))
        .isEqualTo(LossModel.of(w -> 0, without, 0.5).applyAsDouble(asked));
  }
}
