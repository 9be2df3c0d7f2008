package dev.twobit.simulator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostProcessing;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrafficInvariantsTest {
  private static final int NETWORKS = 300;

  @Test
  void bytesWrittenAreBytesRead() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Network network = RandomNetwork.of(seed);
      for (int residual : new int[] {4, 8}) {
        assertThat(
                TrafficInvariants.broken(
                    network, PrecisionPlan.uniform(network, 2, residual), RandomHardware.of(seed)))
            .as("seed " + seed)
            .isEmpty();
      }
    }
  }

  /** A generator that draws little proves little. */
  @Test
  void everyKindOfStepIsDrawnOften() {
    Map<String, Integer> drawn = new TreeMap<>();
    for (long seed = 0; seed < NETWORKS; seed++) {
      Network network = RandomNetwork.of(seed);
      PrecisionPlan plan = PrecisionPlan.uniform(network, 2, 8);
      HardwareConfig hardware = RandomHardware.of(seed);
      Addressing addressing = Addressing.of(hardware.memory());
      WorkloadLowering.elided(network, plan, addressing)
          .forEach(l -> drawn.merge("elided " + l.operator(), 1, Integer::sum));
      for (var step : WorkloadLowering.lower(network, plan, addressing)) {
        if (step.workload() instanceof LayerWorkload.PostProcessing post) {
          drawn.merge(post.operation() + " " + post.operator() + kept(post), 1, Integer::sum);
          drawn.merge("in chains of " + step.members().size(), 1, Integer::sum);
        }
      }
    }
    assertThat(drawn)
        .containsKeys("elided Concat", "elided Slice", "elided Transpose", "elided Reshape")
        .containsKeys("COPY Concat", "COPY Slice", "COPY Transpose", "COPY Pad", "COPY Reshape")
        .containsKeys("ELEMENTWISE Multiply kept", "ELEMENTWISE Add kept", "ELEMENTWISE Add")
        .containsKeys("COPY Resize", "ELEMENTWISE Resize", "in chains of 3");
  }

  private static String kept(PostProcessing post) {
    return post.operands().stream().anyMatch(LayerWorkload.Operand::kept) ? " kept" : "";
  }
}
