package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.SimulationResult;
import dev.twobit.results.SyntheticRun;
import org.junit.jupiter.api.Test;

class SimulationReportTest {
  @Test
  void theThreeSlowestLayersComeFirstWithTheirReasons() {
    SimulationResult simulation = SyntheticRun.of(6, "<b>").adapted();
    String html = SlowestSection.of(simulation).html();

    assertThat(simulation.slowest(3)).hasSize(3);
    long least = simulation.slowest(3).get(2).latencyCycles();
    assertThat(simulation.layers().stream().filter(l -> l.latencyCycles() > least)).hasSize(2);
    simulation
        .slowest(3)
        .forEach(
            layer ->
                assertThat(html)
                    .contains(Html.text(layer.name()).html())
                    .contains(Html.text(layer.bottleneck().orElseThrow().reason()).html()));
    assertThat(html).doesNotContain("<b>");
  }
}
