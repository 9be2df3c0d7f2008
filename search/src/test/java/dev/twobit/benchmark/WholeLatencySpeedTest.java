package dev.twobit.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class WholeLatencySpeedTest {
  /** Sums of latencies are those of one thread; the second round finds more known. */
  @Test
  void roundsAreTheSameForAnyThreads() {
    WholeLatencySpeed two = WholeLatencySpeed.measure("edge-tpu-w2a2", 60, 2, 2);
    WholeLatencySpeed one = WholeLatencySpeed.measure("edge-tpu-w2a2", 60, 2, 1);

    assertThat(two.rounds())
        .extracting(WholeLatencySpeed.Round::cyclesSum)
        .isEqualTo(one.rounds().stream().map(WholeLatencySpeed.Round::cyclesSum).toList());
    assertThat(one.rounds().get(0).cyclesSum()).isNotEqualTo(one.rounds().get(1).cyclesSum());
    assertThat(one.rounds().get(1).knownShare())
        .isGreaterThan(one.rounds().get(0).knownShare())
        .isLessThan(1);
    assertThat(one.changed().knownShare()).isBetween(0.5, 1.0);
  }
}
