package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.WeightTensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightCompressionTest {
  private static final Network DENSE =
      NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.of("resnet8"), 3, 10, 1));

  /** Three of four weights of every kernel are zero. */
  static final Network SPARSE = sparse();

  private static Network sparse() {
    Map<String, WeightTensor> changes = new HashMap<>();
    for (String key : DENSE.parameters().keys()) {
      WeightTensor tensor = DENSE.parameters().get(key);
      if (key.endsWith(".weight") && tensor.shape().rank() > 1) {
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = i % 4 == 0 ? 1 : 0;
        }
        changes.put(key, new WeightTensor(tensor.shape(), values));
      }
    }
    return DENSE.withParameters(DENSE.parameters().with(changes));
  }

  private static NetworkSimulation run(Network network, String compression) {
    HardwareConfig hardware =
        EditedHardware.of("nvdla-large-w8a8", "memory.weightCompression", compression);
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 8, 8), hardware);
  }

  @Test
  void zerosAreNotRead() {
    NetworkSimulation whole = run(SPARSE, "none");
    NetworkSimulation masked = run(SPARSE, "zero_mask");

    assertThat(masked.latencyCycles()).isLessThan(whole.latencyCycles());
    for (int i = 0; i < whole.layers().size(); i++) {
      assertThat(masked.layers().get(i).timing().activity().dramReadBytes())
          .isLessThanOrEqualTo(whole.layers().get(i).timing().activity().dramReadBytes());
      // What is left out is not fetched; it is multiplied all the same.
      assertThat(masked.layers().get(i).timing().activity().nativeMacs())
          .isEqualTo(whole.layers().get(i).timing().activity().nativeMacs());
    }
    assertThat(masked.activity().dramReadBytes()).isLessThan(whole.activity().dramReadBytes());
  }

  /** A mask of weights none of which is zero would be larger: they are stored whole. */
  @Test
  void densityIsStoredWhole() {
    assertThat(run(DENSE, "zero_mask").latencyCycles())
        .isEqualTo(run(DENSE, "none").latencyCycles());
  }

  @Test
  void systolicArraysHaveNone() {
    assertThatThrownBy(
            () -> EditedHardware.of("edge-tpu-w8a8", "memory.weightCompression", "zero_mask"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("memory.weightCompression")
        .hasMessageContaining("dot_product");
  }
}
