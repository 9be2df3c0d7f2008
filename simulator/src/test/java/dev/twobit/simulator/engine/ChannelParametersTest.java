package dev.twobit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.Layers;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.ChannelParameters;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
