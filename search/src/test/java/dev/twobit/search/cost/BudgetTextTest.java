package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.training.TestNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTextTest {
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");
  private static final Costs ORIGINAL =
      new Costs(1000, 200, 5000, 7e6, 65536, WholeCycles.of(4000));

  private static Budget parse(CostKind kind, String text) {
    return Budget.parse(kind, text, ORIGINAL, HARDWARE);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0x, 950, 1000",
    "0.8x, 760, 800",
    "<=1.0x, 0, 1000",
    "<= 0.5x, 0, 500",
    "1.0x+-5%, 950, 1050",
    "1x +- 2.5%, 975, 1025",
    "1.0x-10%+2%, 900, 1020",
    "1.0x-10%, 900, 1000",
    "1.0x+2%, 1000, 1020",
    "2k, 1900, 2000",
    "<=0.003M, 0, 3000",
    "1.0x-200%, 0, 1000",
  })
  void bandsAndLimits(String text, double lowest, double highest) {
    Budget budget = parse(CostKind.FLOPS, text);
    assertThat(budget.lowest()).isCloseTo(lowest, within(1e-9));
    assertThat(budget.highest()).isCloseTo(highest, within(1e-9));
    assertThat(budget.side(highest + 1)).isEqualTo(1);
    assertThat(budget.side(highest - 1e-6)).isZero();
    assertThat(budget.side(Math.max(0, lowest - 1))).isEqualTo(lowest == 0 ? 0 : -1);
    assertThat(budget.met(highest - 1e-6)).isTrue();
    assertThat(budget.met(highest + 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"64KiB, 65536", "1MiB, 1048576", "512B, 512", "0.5x, 32768"})
  void bytesHaveUnits(String text, double bytes) {
    assertThat(parse(CostKind.SRAM_PEAK, text).limit()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"64", "64KB", "0x", "<=1.0x+5%", "1.0x+5%-5%", "1.0x+-", "1.0x+-5", "=1.0x", "''"})
  void whatMakesNoSenseIsOneLine(String text) {
    assertThatThrownBy(() -> parse(CostKind.SRAM_PEAK, text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--sram-budget: found '" + text + "'")
        .hasMessageContaining("64KiB")
        .hasMessageNotContaining("\n");
  }

  /** Five percent of a network of four times the cost are twenty of the target. */
  @Test
  void percentagesMayBeOfTheWidestNetwork() {
    Costs widest = new Costs(4000, 800, 20_000, 28e6, 65536, WholeCycles.of(16_000));
    BudgetReference reference = new BudgetReference(ORIGINAL, widest, BandBase.WIDEST, HARDWARE);
    Budget budget = Budget.parse(CostKind.FLOPS, "1.0x+-5%", reference);
    assertThat(budget.lowest()).isCloseTo(800, within(1e-9));
    assertThat(budget.highest()).isCloseTo(1200, within(1e-9));
    assertThat(Budget.parse(CostKind.FLOPS, "<=1.0x", reference).highest()).isEqualTo(1000);
  }

  @Test
  void settingsSayWhatPercentagesAreOf() {
    Network network = TestNetworks.block(8);
    CostModel costs = new CostModel(network, HARDWARE, 2, 8);
    SearchSettings wide = SearchSettings.preset("smoke").with("grid", "tas-2x-8");
    Budget ofTarget = budget(costs, network, wide);
    Budget ofWidest = budget(costs, network, wide.with("band-base", "widest"));
    assertThat(ofTarget.low()).isCloseTo(0.95, within(1e-9));
    assertThat(1 - ofWidest.low()).isGreaterThan(2 * 0.05).isLessThan(4 * 0.05);
    assertThat(ofWidest.high() - 1).isCloseTo(1 - ofWidest.low(), within(1e-9));
  }

  private static Budget budget(CostModel costs, Network network, SearchSettings settings) {
    BudgetReference reference =
        BudgetReference.of(costs, settings.budget().bandBase(), settings.space(network));
    return Budget.parse(CostKind.FLOPS, "1.0x+-5%", reference);
  }

  /** FLOPs two-sided, PARAMs from above (search/docs/methods.md#budgets-and-bands). */
  @Test
  void thePapersBudgets() {
    List<Budget> paper = Budget.paper(BudgetReference.of(ORIGINAL, HARDWARE));
    assertThat(paper).hasSize(2);
    assertThat(paper.get(0).kind()).isEqualTo(CostKind.FLOPS);
    assertThat(paper.get(0).lowest()).isCloseTo(950, within(1e-9));
    assertThat(paper.get(0).highest()).isCloseTo(1050, within(1e-9));
    assertThat(paper.get(1).kind()).isEqualTo(CostKind.PARAMS);
    assertThat(paper.get(1).lowest()).isZero();
    assertThat(paper.get(1).highest()).isCloseTo(210, within(1e-9));
  }

  @Test
  void labelsNameTheirKinds() {
    for (CostKind kind : CostKind.values()) {
      assertThat(CostKind.named(kind.label())).isEqualTo(kind);
    }
    SearchSettings settings = SearchSettings.preset("small");
    for (Expectation e : Expectation.values()) {
      assertThat(settings.with("expectation", e.label()).budget().expectation()).isEqualTo(e);
    }
    for (BandBase b : BandBase.values()) {
      assertThat(settings.with("band-base", b.label()).budget().bandBase()).isEqualTo(b);
    }
    assertThatThrownBy(() -> CostKind.named("watts"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'watts'")
        .hasMessageContaining("sram");
  }
}
