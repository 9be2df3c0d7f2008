package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** b_a + b_w + ceil(log2(K)) + 1 bits. */
class AccumulatorOverflowTest {
  @ParameterizedTest
  @CsvSource({
    // channels, kernel, bits -> terms, bits needed
    "1, 1, 2, 1, 5",
    "2, 1, 2, 2, 6",
    "16, 3, 2, 144, 13",
    "16, 3, 8, 144, 25",
    "512, 3, 8, 4608, 30",
    "8192, 4, 8, 131072, 34"
  })
  void neededBits(int channels, int kernel, int bits, long terms, int needed) {
    var layer = Layers.convolution(channels, 1, 8, kernel, bits);
    assertThat(AccumulatorOverflow.of(layer, accumulators(needed))).isEmpty();
    assertThat(AccumulatorOverflow.of(layer, accumulators(needed - 1)))
        .contains(new AccumulatorOverflow("conv", terms, needed, needed - 1));
  }

  private static PrecisionConfig accumulators(int bits) {
    return new PrecisionConfig(2, 2, Composition.TEMPORAL, Encoding.MID_RISE, bits);
  }

  /** A group adds up its own channels alone; pooling adds nothing up. */
  @Test
  void termsAreThoseOfOneGroup() {
    HardwareConfig narrow = EditedHardware.of("nvdla-small-w2a2", "precision.accumulatorBits", 9);
    assertThat(AccumulatorOverflow.of(Layers.depthwise(64, 8, 2), narrow.precision())).isEmpty();
    assertThat(AccumulatorOverflow.of(Layers.grouped(64, 64, 2, 2), narrow.precision()))
        .hasValueSatisfying(o -> assertThat(o.terms()).isEqualTo(32 * 9));
    assertThat(AccumulatorOverflow.of(Layers.pooling(64, 8, 8), narrow.precision())).isEmpty();
  }

  /** The block's stem needs 8+8+5+1 bits, its classifier 8+8+10+1; 2-bit layers 2+2+8+1. */
  @Test
  void aNetworkNamesEveryLayerThatNeedsMore() {
    var network = SimulatorTest.block();
    var plan = PrecisionPlan.uniform(network, 2, 8);
    HardwareConfig narrow = EditedHardware.of("nvdla-small-w2a2", "precision.accumulatorBits", 22);
    assertThat(Simulator.simulate(network, plan, narrow).accumulatorOverflows())
        .extracting(AccumulatorOverflow::describe)
        .containsExactly(
            "layer 'fc' adds up 1024 products, which needs accumulators of 27 bits; there are 22");
    HardwareConfig narrower =
        EditedHardware.of("nvdla-small-w2a2", "precision.accumulatorBits", 12);
    assertThat(Simulator.simulate(network, plan, narrower).accumulatorOverflows())
        .extracting(AccumulatorOverflow::layer)
        .containsExactly("stem", "conv1", "conv2", "fc");
    assertThat(
            Simulator.simulate(network, plan, HardwareCatalog.load("nvdla-small-w2a2"))
                .accumulatorOverflows())
        .isEmpty();
  }
}
