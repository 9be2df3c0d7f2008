package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code precision.composition} changes, all else equal: 16 lanes of 2x2 MACs, 8x8 layers. */
class CompositionTest {
  private static final String SPATIAL = "nvdla-small-w2a2-spatial";

  private static HardwareConfig composed(String composition) {
    return EditedHardware.of("nvdla-small-w2a2", "precision.composition", composition);
  }

  private static LayerSimulation run(LayerWorkload layer, String composition) {
    return Simulator.simulateLayer(layer, composed(composition));
  }

  /**
   * 3x3, 64 output positions, 16 kernels. In time each of ceil(C/16) blocks of channels takes 16
   * passes; in space the 16 lanes are one channel, so that C blocks take one pass.
   */
  @ParameterizedTest
  @CsvSource({"1, 16, 1", "3, 16, 3", "16, 16, 16", "17, 32, 17", "64, 64, 64"})
  void sixteenPassesOrSixteenFusedMacs(int channels, int temporal, int spatial) {
    LayerWorkload layer = Layers.convolution(channels, 16, 8, 3, 8);
    assertThat(run(layer, "temporal").timing().cycles().macActive()).isEqualTo(temporal * 9 * 64L);
    assertThat(run(layer, "spatial").timing().cycles().macActive()).isEqualTo(spatial * 9 * 64L);
  }

  /**
   * 16 channels: both take 144 operations of 64 positions. In time each reads 16 channels x 2 bits
   * for a position and 16 x 16 x 2 bits of weights for a stripe; in space one channel's 8 bits and
   * 16 x 8 bits. 64 positions are a stripe of 32 and one of 32.
   */
  @Test
  void inTimeOperandsAreReadAgainInEachPass() {
    LayerWorkload layer = Layers.convolution(16, 16, 8, 3, 8);
    assertThat(run(layer, "temporal").timing().activity().sramReadBytes())
        .isEqualTo(144 * (64 * 4 + 2 * 64));
    assertThat(run(layer, "spatial").timing().activity().sramReadBytes())
        .isEqualTo(144 * (64 + 2 * 16));
  }

  /**
   * On a systolic array likewise: 8 rows hold 8 rows of the window in time; fused, none is whole.
   */
  @Test
  void aSystolicArrayFusesRowsOfAColumn() {
    LayerWorkload layer = Layers.convolution(16, 8, 8, 1, 8);
    HardwareConfig wide = EditedHardware.of("toy-8x8-w2a2", "array.rows", 16);
    HardwareConfig fused =
        EditedHardware.of("toy-8x8-w2a2", "array.rows", 16, "precision.composition", "spatial");
    LayerTiming temporal = uncut(layer, wide);
    LayerTiming spatial = uncut(layer, fused);
    // One fold of 16 rows in 16 passes; 16 folds of one 8x8 row.
    assertThat(temporal.cycles().macActive()).isEqualTo(16 * 64);
    assertThat(spatial.cycles().macActive()).isEqualTo(16 * 64);
    long weights = 16 * 8;
    long inputs = 64 * 16;
    assertThat(temporal.activity().sramReadBytes()).isEqualTo(16 * (weights + inputs) * 2 / 8);
    assertThat(spatial.activity().sramReadBytes()).isEqualTo(weights + inputs);
  }

  private static LayerTiming uncut(LayerWorkload layer, HardwareConfig hardware) {
    LayerWorkload.Convolution c = (LayerWorkload.Convolution) layer;
    return EventEngine.simulate(c, FeasibleTilings.uncut(c, hardware), hardware);
  }

  /** 0.0407 pJ a product of a fixed PE, 0.4592 / 16 of a fusion unit. */
  @Test
  void eachHasItsRowOfEnergyAndLeakage() {
    LayerWorkload layer = Layers.convolution(16, 16, 8, 3, 8);
    long products = 64L * 9 * 16 * 16 * 16;
    LayerSimulation temporal = run(layer, "temporal");
    LayerSimulation spatial = run(layer, "spatial");
    assertThat(temporal.timing().activity().composedMacs()).isEqualTo(products);
    assertThat(temporal.energy().macPicojoules()).isCloseTo(products * 0.0407, within(1e-3));
    assertThat(spatial.energy().macPicojoules()).isCloseTo(products * 0.0287, within(1e-3));
    // At 1 GHz, 1 mW is 1 pJ a clock: 272 PEs and 16 shift-accumulators, or 272 fused PEs.
    assertThat(temporal.energy().leakagePicojoules())
        .isCloseTo((272 * 1736 + 16 * 31_552) * 1e-6 * temporal.latencyCycles(), within(1e-6));
    assertThat(spatial.energy().leakagePicojoules())
        .isCloseTo(272 * 3708 * 1e-6 * spatial.latencyCycles(), within(1e-6));
  }

  /**
   * 2x2 layers of mid-rise codes add up activations once for 16 kernels; that is a MAC each. Two's
   * complement needs none of it, nor do wide weights.
   */
  @ParameterizedTest
  @CsvSource({"2, mid_rise, 17", "2, twos_complement, 16", "8, mid_rise, 256"})
  void midRiseCodesTakeAColumnMore(int bits, String encoding, int productsPerChannel) {
    HardwareConfig hardware =
        EditedHardware.of("nvdla-small-w2a2", "precision.weightEncoding", encoding);
    LayerSimulation run = Simulator.simulateLayer(Layers.convolution(16, 16, 8, 3, bits), hardware);
    assertThat(run.energy().macPicojoules())
        .isCloseTo(64 * 9 * 16 * productsPerChannel * 0.0407, within(1e-3));
  }

  @Test
  void eachHasItsRowOfArea() {
    assertThat(SiliconArea.of(composed("temporal")).macArraySquareMicrometres())
        .isEqualTo(256 * 81 + 16 * 439 + 16 * 81);
    assertThat(SiliconArea.of(composed("spatial")).macArraySquareMicrometres())
        .isEqualTo(272 * 1735 / 16.0);
  }

  /** The shipped file differs from the temporal one in nothing else. */
  @Test
  void theShippedSpatialArrayIsTheTemporalOneButForThisKey() {
    HardwareConfig shipped = HardwareCatalog.load(SPATIAL);
    HardwareConfig edited = composed("spatial");
    assertThat(shipped)
        .usingRecursiveComparison()
        .ignoringFields("label.name", "label.description")
        .isEqualTo(edited);
  }
}
