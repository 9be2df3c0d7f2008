package dev.twobit.search.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.space.Coupling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniformWideningTest {
  private static final SearchSettings SETTINGS = SearchSettings.preset("smoke");
  private static final Network RESNET8 =
      ModelZoo.build(ModelZoo.Model.RESNET8, 1, Tasks.CLASSES, 1);

  private static SearchMethod wrpn(String text) {
    return SearchMethodRegistry.named(text, SETTINGS);
  }

  /**
   * The points of search/docs/methods.md#uniform-widening; their parameters are without batch
   * normalization's.
   */
  @ParameterizedTest
  @CsvSource({"1.25, 63.63, 0.423", "1.5, 91.50, 0.609", "1.75, 124.41, 0.828", "2, 162.37, 1.081"})
  void aGivenMultiplierIsThePapersPoint(String multiplier, double flops, double params)
      throws IOException {
    SearchTask task = Tasks.of(ModelZoo.build(ModelZoo.Model.RESNET20, 3, 10, 1), 1);
    FoundNetwork found = Tasks.run(wrpn("wrpn:" + multiplier), task);
    assertThat(found.costs().flops() * 1e-6).isCloseTo(flops, within(0.005));
    double normalization = 2 * 688 * Double.parseDouble(multiplier);
    assertThat((found.costs().params() - normalization) * 1e-6).isCloseTo(params, within(0.0005));
    assertThat(found.figures()).containsEntry("width multiplier", Double.valueOf(multiplier));
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(CostKind.class)
  void aBudgetOfTheOriginalsCostIsMetByNoLessThanTheOriginal(CostKind kind) throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, kind.label() + "=1.0x");
    FoundNetwork found = Tasks.run(wrpn("wrpn"), task);
    assertThat(found.costs().of(kind)).isLessThanOrEqualTo(task.costs().original().of(kind));
    assertThat(found.figures().get("width multiplier")).isGreaterThanOrEqualTo(1);
  }

  /** ResNet-8 is 16, 32 and 64 wide: multipliers are whole 64ths. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"latency=0.8x", "latency=2.3x", "flops=0.5x", "params=3x"})
  void noMultiplierNextToItIsNearerTheBudget(String budget) throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, budget);
    CostKind kind = task.budgets().get(0).kind();
    double limit = task.budgets().get(0).limit();
    FoundNetwork found = Tasks.run(wrpn("wrpn"), task);
    assertThat(found.costs().of(kind)).isLessThanOrEqualTo(limit);
    double multiplier = found.figures().getOrDefault("width multiplier", 0.0);
    int at = (int) Math.round(multiplier * 64);
    assertThat(multiplier * 64).isEqualTo(at);
    for (int k = at + 1; k < at + 12; k++) {
      FoundNetwork wider =
          Tasks.run(new UniformWidening(Coupling.ALIGN, Optional.of(new Multiplier(k, 64))), task);
      assertThat(wider.costs().of(kind)).as("multiplier %d / 64", k).isGreaterThan(limit);
    }
  }

  @Test
  void severalBudgetsAreMetTogether() throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, "latency=1.5x", "params=0.8x");
    FoundNetwork found = Tasks.run(wrpn("wrpn"), task);
    assertThat(task.budgets()).allMatch(b -> found.costs().of(b.kind()) <= b.limit());
    assertThat(Tasks.run(wrpn("wrpn"), task).widths()).isEqualTo(found.widths());
  }

  @Test
  void whatNoMultiplierMeetsIsToldBeforeTheRun() {
    SearchTask task = Tasks.of(RESNET8, 1, "params=10");
    assertThatThrownBy(() -> wrpn("wrpn").check(task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--params-budget")
        .hasMessageContaining("smallest reachable")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> wrpn("wrpn").check(Tasks.of(RESNET8, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("wrpn:1.5")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9", "wide", "", "1.23456", "1,5", "NaN"})
  void aMultiplierThatIsNoneIsOneLine(String text) {
    assertThatThrownBy(() -> wrpn("wrpn:" + text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("above 0")
        .hasMessageNotContaining("\n");
  }

  @Test
  void keepsNoState() throws IOException {
    Tasks.run(wrpn("wrpn:1.5"), Tasks.of(RESNET8, 1));
    assertThat(Path.of("never-written")).doesNotExist();
  }
}
