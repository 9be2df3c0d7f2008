package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.search.SearchSettings;
import dev.twobit.search.contest.Account;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Entrant.Role;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.PlantedJudge;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which networks are trained for how long. */
class RaceTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("small").with(Map.of("calibrated-networks", "20"));
  private final List<Judging> asked = new ArrayList<>();
  private final PlantedSpace space = new PlantedSpace(1, 3);

  private Jury jury() {
    Judge planted = new PlantedJudge(space::accuracy, 15, 100, 1);
    return new Jury(
        judging -> {
          asked.add(judging);
          return planted.judge(judging);
        },
        "halving",
        new StopRequest(),
        epoch -> {});
  }

  private Contenders contenders() {
    Map<String, Integer> uniform = new java.util.LinkedHashMap<>(space.original());
    uniform.replaceAll((unit, width) -> 1); // the worst there is
    List<Entrant> controls = new ArrayList<>(space.contenders().controls());
    controls.add(new Entrant(uniform, Role.UNIFORM));
    return Contenders.of(
        controls,
        List.of(),
        space.contenders().others(),
        space.contenders().neighbours(),
        space.contenders().value());
  }

  @Test
  void theFieldHasItsControlsAndItsSizeAndNoNetworkTwice() throws IOException {
    List<Entrant> field = new FieldDraw(SETTINGS.halving(), 7).of(contenders(), jury());
    assertThat(field).hasSize(27);
    assertThat(field.subList(0, 2)).isEqualTo(contenders().controls());
    assertThat(field.stream().map(Entrant::widths).collect(Collectors.toSet())).hasSize(27);
    assertThat(field.stream().map(Entrant::role).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            Role.ORIGINAL, Role.UNIFORM, Role.VALUED, Role.CALIBRATED, Role.DRAWN);
    assertThat(asked).hasSize(20).allMatch(j -> j.epochs() == 0);
    List<Entrant> again = new FieldDraw(SETTINGS.halving(), 7).of(contenders(), jury());
    assertThat(again).isEqualTo(field);
  }

  /** Two fifths of what the two controls leave of 27 places. */
  @Test
  void theBestNearTheOriginalHavePlacesOfTheirOwn() throws IOException {
    List<Map<String, Integer>> others = space.contenders().others();
    List<Map<String, Integer>> near = others.subList(0, others.size() / 2);
    ToDoubleFunction<Map<String, Integer>> value = space.contenders().value();
    Contenders contenders =
        Contenders.of(
            contenders().controls(), near, others, space.contenders().neighbours(), value);
    List<Entrant> field = new FieldDraw(SETTINGS.halving(), 7).of(contenders, jury());
    assertThat(field).hasSize(27);
    assertThat(field.stream().map(Entrant::widths).collect(Collectors.toSet())).hasSize(27);
    List<Map<String, Integer>> chosen =
        field.stream().filter(e -> e.role() == Role.EXCHANGED).map(Entrant::widths).toList();
    assertThat(chosen).hasSize(10).isSubsetOf(near);
    assertThat(chosen).contains(near.stream().max(Comparator.comparingDouble(value)).orElseThrow());
  }

  @Test
  void rungsHaveAThirdOfTheNetworksAndThreeTimesTheEpochsAndAlwaysTheControls() throws IOException {
    Contenders contenders = contenders();
    List<Entrant> field = new FieldDraw(SETTINGS.halving(), 7).of(contenders, jury());
    asked.clear();
    Race.Result result =
        new Race(SETTINGS.halving(), 15, 7).run(field, newcomers(contenders, field), jury());
    assertThat(result.finalists()).hasSize(2).noneMatch(Entrant::isControl);
    assertThat(byEpochs(1)).hasSize(27);
    assertThat(byEpochs(3)).hasSize(2 + 9); // ceil(25 / 3)
    assertThat(byEpochs(9)).hasSize(2 + 3);
    for (int epochs : new int[] {1, 3, 9}) {
      contenders
          .controls()
          .forEach(c -> assertThat(byEpochs(epochs)).contains(Map.copyOf(c.widths())));
    }
    // Of longer trainings, which see images more than once, the steps tell too good a tale.
    assertThat(asked)
        .allMatch(j -> j.part() == (j.epochs() == 1 ? HeldOut.Part.STEPS : HeldOut.Part.RUNGS));
  }

  @Test
  void whereItIsAskedForTheFirstRungIsOfHeldOutImagesToo() throws IOException {
    Contenders contenders = contenders();
    List<Entrant> field = new FieldDraw(SETTINGS.halving(), 7).of(contenders, jury());
    asked.clear();
    new Race(SETTINGS.with("rung-score", "held-out").halving(), 15, 7)
        .run(field, newcomers(contenders, field), jury());
    assertThat(asked).allMatch(j -> j.part() == HeldOut.Part.RUNGS);
  }

  private static Newcomers newcomers(Contenders contenders, List<Entrant> field) {
    return new Newcomers(contenders.neighbours(), field, contenders.others());
  }

  private Set<Map<String, Integer>> byEpochs(int epochs) {
    Set<Map<String, Integer>> widths = new HashSet<>();
    asked.stream()
        .filter(j -> j.epochs() == epochs)
        .forEach(j -> assertThat(widths.add(j.widths())).isTrue());
    return widths;
  }

  @Test
  void theFinalComparesWithTheOriginalOnImagesThatNoRungUsed() throws IOException {
    Contest.Outcome outcome = PlantedSpace.contest(SETTINGS, 15, 7, contenders(), Set.of(), jury());
    List<Judging> last = asked.stream().filter(j -> j.part() == HeldOut.Part.FINAL).toList();
    assertThat(last).allMatch(j -> j.epochs() == 15);
    assertThat(last.stream().map(Judging::widths).collect(Collectors.toSet()))
        .contains(Map.copyOf(space.original()), Map.copyOf(contenders().controls().get(1).widths()))
        .hasSize(4);
    assertThat(last.stream().map(Judging::seed).collect(Collectors.toSet()))
        .hasSize(outcome.last().orElseThrow().seeds())
        .doesNotContain(7L);
    assertThat(asked.stream().filter(j -> j.part() == HeldOut.Part.RUNGS))
        .allMatch(j -> j.epochs() < 15);
  }

  /** An original over the budget is compared, and is not what is returned. */
  @Test
  void whereTheOriginalIsOverTheBudgetItsScalingIsTheReference() throws IOException {
    Contenders all = contenders();
    Contest.Outcome outcome =
        PlantedSpace.contest(SETTINGS, 15, 7, all, Set.of(all.controls().get(0)), jury());
    assertThat(outcome.reference().role()).isEqualTo(Role.UNIFORM);
    assertThat(outcome.returned().role()).isNotEqualTo(Role.ORIGINAL);
    assertThat(outcome.last().orElseThrow().compared())
        .anyMatch(c -> c.entrant().role() == Role.ORIGINAL);
  }

  @Test
  void withNothingToCompareTheOriginalIsReturnedWithoutTraining() throws IOException {
    Contenders alone =
        new Contenders(space.contenders().controls(), List.of(), List.of(), w -> List.of(), w -> 0);
    Contest.Outcome outcome = PlantedSpace.contest(SETTINGS, 15, 7, alone, Set.of(), jury());
    assertThat(outcome.returned().role()).isEqualTo(Role.ORIGINAL);
    assertThat(asked).isEmpty();
    assertThat(Account.verdict(outcome).reason()).contains("no room");
  }
}
