package dev.twobit.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.results.Accuracy.Form;
import dev.twobit.results.Accuracy.SeedAccuracy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultValuesTest {
  private static final RunResults RUN = SyntheticRun.of(6, "");

  @Test
  void averagesSeedsAndStatesTheTestSetsInterval() {
    Accuracy accuracy =
        Accuracy.ofSeeds(
            Form.AS_TRAINED, List.of(new SeedAccuracy(1, 80), new SeedAccuracy(2, 82)), 100, "x");

    assertThat(accuracy.top1Percent()).isEqualTo(81);
    // Wilson, n = 100, 81 successes: (0.7222, 0.8749), as R's prop.test(correct = FALSE) prints.
    assertThat(accuracy.lower95Percent()).isCloseTo(72.22, within(0.01));
    assertThat(accuracy.upper95Percent()).isCloseTo(87.49, within(0.01));
    assertThatThrownBy(() -> Accuracy.ofSeeds(Form.AS_TRAINED, List.of(), 100, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Accuracy.ofImported(50, 0, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void intervalStaysWithinTheScale() {
    assertThat(Binomial.wilson95(0, 10).lower()).isZero();
    assertThat(Binomial.wilson95(1, 10).upper()).isBetween(1 - 1e-12, 1.0);
    assertThat(Binomial.wilson95(1, 10).lower()).isCloseTo(0.7225, within(1e-4));
  }

  @Test
  void statesGainsOnlyBetweenNetworksTrainedAlike() {
    List<NetworkRow> rows = RUN.networks();

    assertThatThrownBy(() -> Gain.between(rows.get(0), rows.get(3)))
        .isInstanceOf(IllegalArgumentException.class);
    List<Gain> gains = Gain.between(rows.get(2), rows.get(3));
    assertThat(gains)
        .extracting(Gain::metric)
        .containsExactly(
            "accuracy as trained",
            "accuracy as deployed",
            "latency",
            "energy",
            "MACs",
            "PARAMs",
            "packed weights");
    assertThat(gains.get(0).change()).isCloseTo(1.45, within(1e-9));
    assertThat(gains.get(0).halfWidth95().orElse(0)).isCloseTo(2.69, within(0.01));
    assertThat(gains.get(4).change())
        .isCloseTo(100 * (39_001_344 / 40_813_184.0 - 1), within(1e-9));
    assertThat(Gain.between(rows.get(1), rows.get(3)))
        .extracting(Gain::metric)
        .containsExactly("accuracy as trained", "MACs", "PARAMs", "packed weights");
  }

  @Test
  void copiesTheSimulationWithItsRoofs() {
    SimulationResult original = RUN.original();

    assertThat(original.layers().stream().mapToLong(LayerResult::latencyCycles).sum())
        .isEqualTo(original.latencyCycles());
    assertThat(original.roofs())
        .containsExactly(
            new SimulationResult.Roof("2x2", 384), new SimulationResult.Roof("8x8", 24));
    assertThat(original.bandwidthBytesPerCycle()).isEqualTo(4);
    LayerResult stem = original.layers().get(0);
    assertThat(stem.macs()).isEqualTo(16L * 32 * 32 * 27);
    assertThat(stem.shape()).isEqualTo("3x32x32 → 16x32x32");
    assertThat(stem.roofline().orElseThrow().attainedMacsPerCycle())
        .isCloseTo((double) stem.macs() / stem.latencyCycles(), within(1e-12));
    assertThat(original.layers().get(7).roofline()).isEmpty();
    assertThat(original.macUtilization()).isBetween(0.01, 1.0);
  }

  @Test
  void namesTheMachine() {
    RunFacts facts = RunFacts.of(Instant.EPOCH, Instant.EPOCH.plusMillis(1500), 1.5, "oneDNN");

    assertThat(facts.processorModel()).isNotBlank();
    assertThat(facts.startedAt()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(facts.finishedAt()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(facts.javaVersion()).contains(String.valueOf(Runtime.version().feature()));
  }

  @Test
  void saysWhenLatencyCannotConstrain() {
    SimulationResult narrow = SimulationResult.of(SyntheticSimulation.of("n", List.of(8, 8)));
    SimulationResult middle = SimulationResult.of(SyntheticSimulation.of("m", List.of(16, 32)));
    SimulationResult wide = SimulationResult.of(SyntheticSimulation.of("w", List.of(96, 96)));

    LatencySpread small = LatencySpread.of(middle, middle, middle);
    assertThat(small.spreadPercent()).isZero();
    assertThat(small.canConstrain()).isFalse();
    assertThat(small.message()).contains("spread of 0.0 %", "cannot constrain", "conv1 (");
    assertThat(small.dominating()).hasSize(3);
    assertThat(small.dominating().get(0).latencyCycles())
        .isEqualTo(middle.layers().stream().mapToLong(LayerResult::latencyCycles).max().orElse(0));

    LatencySpread large = LatencySpread.of(narrow, middle, wide);
    assertThat(large.spreadPercent())
        .isCloseTo(
            100.0 * (wide.latencyCycles() - narrow.latencyCycles()) / middle.latencyCycles(),
            within(1e-9));
    assertThat(large.canConstrain()).isTrue();
    assertThat(large.message()).doesNotContain("cannot");
  }

  @Test
  void echoesTheHardware() {
    assertThat(HardwareFacts.of(SyntheticSimulation.HARDWARE).figures())
        .contains(
            new HardwareFacts.Figure("array", "dot product, 48 channels x 8 kernels = 384 MACs"),
            new HardwareFacts.Figure("clock", "1000 MHz"),
            new HardwareFacts.Figure("operand buffer", "128 KiB in 32 banks"),
            new HardwareFacts.Figure(
                "external memory",
                "4 bytes per cycle, 50 cycles to the first beat, atoms of 8 bytes"));
  }
}
