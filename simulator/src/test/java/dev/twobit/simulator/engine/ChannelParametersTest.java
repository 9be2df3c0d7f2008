package dev.twobit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.Layers;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.ChannelParameters;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the post-processor reads for each channel takes its time and its bytes. */
class ChannelParametersTest {
  /** Clocks that RTL took longer: simulator/docs/nvdla-rtl.md#operands-of-the-post-processor. */
  @ParameterizedTest
  @CsvSource({"32, 1, 2, 6, 0", "32, 1, 4, 7, 1", "32, 1, 6, 13, 9", "64, 2, 6, 13, 66"})
  void loadIsLaterAsMeasured(
      int kernels, double cyclesPerBeat, int bytes, int stageCycles, int expectedDelay) {
    LayerWorkload.Convolution layer = Layers.convolution(32, kernels, 16, 3, 8);
    HardwareConfig hardware = nvSmall(cyclesPerBeat);
    LayerTiming none = EventEngine.simulate(layer, hardware);
    LayerTiming read =
        EventEngine.simulate(with(layer, new ChannelParameters(bytes, stageCycles)), hardware);
    assertThat(read.cycles().total() - none.cycles().total())
        .isEqualTo(expectedDelay + stageCycles);
    assertThat(read.cycles().load() - none.cycles().load()).isEqualTo(expectedDelay);
    assertThat(read.activity().dramReadBytes() - none.activity().dramReadBytes())
        .isEqualTo((long) bytes * kernels);
  }

  /** Beyond the forty beats that the FIFO holds, more channels make no load later. */
  @Test
  void laterKernelGroupsAreReadAsTheFifoDrains() {
    HardwareConfig hardware = nvSmall(1);
    ChannelParameters parameters = new ChannelParameters(12, 6);
    for (int kernels : List.of(128, 512)) {
      LayerWorkload.Convolution layer = Layers.convolution(8, kernels, 8, 1, 8);
      Tiling uncut = FeasibleTilings.uncut(layer, hardware);
      long delay =
          EventEngine.simulate(with(layer, parameters), uncut, hardware).cycles().load()
              - EventEngine.simulate(layer, uncut, hardware).cycles().load();
      assertThat(delay).as("%d kernels", kernels).isEqualTo(40 - 15);
    }
  }

  /** One channel after the other, so that only the last beat is not full. */
  @Test
  void aSystolicArrayReadsThemTileByTile() {
    HardwareConfig hardware = HardwareCatalog.load("edge-tpu-w8a8");
    int columns = ((ArrayConfig.Systolic) hardware.array()).columns();
    LayerWorkload.Convolution layer = Layers.convolution(16, columns + 36, 12, 3, 8);
    Tiling uncut = FeasibleTilings.uncut(layer, hardware);
    LayerTiming none = EventEngine.simulate(layer, uncut, hardware);
    LayerTiming read =
        EventEngine.simulate(with(layer, new ChannelParameters(7, 7)), uncut, hardware);
    MemoryConfig memory = hardware.memory();
    assertThat(read.activity().dramReadBytes() - none.activity().dramReadBytes())
        .isEqualTo(memory.beats(7L * (columns + 36)) * memory.beatBytes());
    assertThat(read.cycles().total()).isGreaterThanOrEqualTo(none.cycles().total());
  }

  /** Read ahead of the first pixel, as an operand that is kept. */
  @ParameterizedTest
  @EnumSource(LayerWorkload.PostOperation.class)
  void aStepOfThePostProcessorReadsThemFirst(LayerWorkload.PostOperation operation) {
    HardwareConfig hardware = nvSmall(1);
    LayerTiming none = EventEngine.simulate(step(operation, 0), hardware);
    LayerTiming read = EventEngine.simulate(step(operation, 80), hardware);
    assertThat(read.activity().dramReadBytes() - none.activity().dramReadBytes()).isEqualTo(80);
    // Ten beats of eight bytes, a clock each.
    assertThat(read.cycles().load() - none.cycles().load()).isEqualTo(10);
  }

  private static LayerWorkload.PostProcessing step(
      LayerWorkload.PostOperation operation, long parameterBytes) {
    FeatureMap map = new FeatureMap(8, 6, 6);
    return new LayerWorkload.PostProcessing(
        "step",
        "Mul",
        operation,
        Window.square(1, 1, 0),
        List.of(new LayerWorkload.Operand(map, 8, false)),
        map,
        List.of(8),
        parameterBytes);
  }

  @Test
  void formsFollowTheWidthsWritten() {
    assertThat(ChannelParameters.of(List.of(2))).isEqualTo(new ChannelParameters(12, 6));
    assertThat(ChannelParameters.of(List.of(1))).isEqualTo(new ChannelParameters(4, 6));
    assertThat(ChannelParameters.of(List.of(8))).isEqualTo(new ChannelParameters(7, 7));
    assertThat(ChannelParameters.of(List.of(2, 8))).isEqualTo(new ChannelParameters(19, 7));
    assertThat(ChannelParameters.of(List.of(32))).isEqualTo(new ChannelParameters(4, 6));
  }

  private static LayerWorkload.Convolution with(
      LayerWorkload.Convolution c, ChannelParameters parameters) {
    return new LayerWorkload.Convolution(
        c.name(),
        c.operator(),
        c.ifmap(),
        c.ofmap(),
        c.kernels(),
        new LayerWorkload.Activations(
            c.inputBits(), c.imageInput(), c.outputBits(), c.fusedAddBits(), parameters));
  }

  private static HardwareConfig nvSmall(double cyclesPerBeat) {
    HardwareConfig h = HardwareCatalog.load("nvdla-small-w8a8");
    return h.with(new MemoryConfig(8, cyclesPerBeat, h.memory().readLatencyCycles(), 8));
  }
}
