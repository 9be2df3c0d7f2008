package dev.twobit.simulator.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.DramPart;
import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.verification.RandomOperands;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload.Activations;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import dev.twobit.simulator.workload.LayerWorkload.Kernels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadPaceTest {
  /** A port as wide as can be, so that the DRAM behind it decides. */
  private static HardwareConfig with(String name, String part, int busBits) {
    return with(name, 64, part, busBits);
  }

  private static HardwareConfig with(String name, int beatBytes, String part, int busBits) {
    return EditedHardware.of(
        name,
        "memory.beatBytes",
        beatBytes,
        "memory.cyclesPerBeat",
        1,
        "memory.dram",
        Map.of(
            "part", Map.of("value", part, "source", "choice"),
            "busBits", Map.of("value", busBits, "source", "choice")));
  }

  /** The same without rows and banks: a beat is a beat. */
  private static HardwareConfig simple(HardwareConfig hardware) {
    MemoryConfig m = hardware.memory();
    return hardware.with(
        new MemoryConfig(m.beatBytes(), m.cyclesPerBeat(), m.readLatencyCycles(), m.atomBytes()));
  }

  private static long clocks(Convolution layer, HardwareConfig hardware) {
    return EventEngine.simulate(layer, hardware).cycles().total();
  }

  /** 1x1 over a plane, of 8 bits. */
  private static Convolution pointwise(int channels, int height, int width) {
    return pointwise(channels, 8, height, width);
  }

  private static Convolution pointwise(int channels, int kernels, int height, int width) {
    return new Convolution(
        "conv",
        "Convolution",
        new FeatureMap(channels, height, width),
        new FeatureMap(kernels, height, width),
        new Kernels(Window.square(1, 1, 0), 1, 8),
        new Activations(8, false, List.of(8), List.of()));
  }

  /**
   * Megatransfers a second times bytes, less the time of refresh: 350 of 7,803 ns, 180 of 3,904.
   */
  @ParameterizedTest
  @CsvSource({"ddr4-2400, 32, 9.6e9, 0.04485", "lpddr4-3200, 16, 6.4e9, 0.04610"})
  void aStreamOfWeightsIsThatOfASimplePortLessRefresh(
      String part, int busBits, double bytesPerSecond, double refresh) {
    HardwareConfig hardware = with("nvdla-large-w8a8", part, busBits);
    MemoryConfig memory = hardware.memory();
    double cyclesPerBeat =
        memory.beatBytes() * hardware.clockMegahertz() * 1e6 / bytesPerSecond / (1 - refresh);
    HardwareConfig port =
        hardware.with(
            new MemoryConfig(
                memory.beatBytes(), cyclesPerBeat, memory.readLatencyCycles(), memory.atomBytes()));
    Convolution weights = pointwise(4096, 1000, 1, 1);

    long clocks = clocks(weights, hardware);

    assertThat(clocks).isCloseTo(clocks(weights, port), within(clocks / 100));
    // It is the memory that is waited for.
    assertThat(clocks).isGreaterThan((long) (4096 * 1000 / memory.beatBytes() * cyclesPerBeat));
  }

  /** tRCD, then CL, tDQSCK and the burst: 29 + 32 + 3 + 8 clocks of 0.625 ns. */
  @Test
  void theFirstBeatWaitsForARowToBeOpened() {
    HardwareConfig hardware = with("nvdla-small-w8a8", "lpddr4-3200", 16);

    assertThat(hardware.memory().readLatencyCycles())
        .isEqualTo(HardwareCatalog.load("nvdla-small-w8a8").memory().readLatencyCycles() + 45);
  }

  /** Lines of one burst, surfaces as far apart as rows of one bank: each line waits tRC. */
  @Test
  void planesThatShareABankAreReadARowAtATime() {
    HardwareConfig hardware = with("nvdla-small-w8a8", "lpddr4-3200", 16);
    assertThat(hardware.memory().atomBytes()).isEqualTo(8);
    // 32 bytes a line; 2 KB a row, 8 banks: 16 KB a plane.
    Convolution layer = pointwise(32, 512, 4);
    double beats = 4 * 512;
    double weightBeats = 4;
    double line = 95 / 1.6 / (1 - 288 / 6247.0);
    double sequential = 64 / 6.4 / (1 - 288 / 6247.0);

    assertThat(ReadPace.of(layer, hardware).cyclesPerBeat())
        .isCloseTo((beats * line + weightBeats * sequential) / (beats + weightBeats), within(0.3));
  }

  /** Lines of 56 and of 224 bytes, which do not begin where bursts of 32 and of 64 do. */
  @ParameterizedTest
  @CsvSource({"nvdla-small-w8a8, 8, lpddr4-3200, 16", "edge-tpu-w8a8, 64, ddr4-2400, 64"})
  void surfaceBySurfaceIsSlowerThanInOneGo(String name, int beatBytes, String part, int busBits) {
    HardwareConfig hardware = with(name, beatBytes, part, busBits);
    Convolution strided = pointwise(512, 7, 7);
    Convolution together = pointwise(8, 56, 56);

    assertThat(clocks(strided, hardware)).isGreaterThan(clocks(strided, simple(hardware)));
    assertThat(clocks(together, hardware)).isEqualTo(clocks(together, simple(hardware)));
  }

  /** The clocked engine's port has the same pace. */
  @ParameterizedTest
  @CsvSource({"nvdla-small-w8a8, 8, lpddr4-3200, 16", "edge-tpu-w8a8, 64, ddr4-2400, 64"})
  void bothEnginesReadAtIt(String name, int beatBytes, String part, int busBits) {
    HardwareConfig hardware = with(name, beatBytes, part, busBits);
    Convolution layer = pointwise(64, 7, 7);
    Tiling tiling = EventEngine.tiling(layer, hardware);

    assertThat(ReadPace.of(layer, hardware).cyclesPerBeat())
        .isGreaterThan(hardware.memory().cyclesPerBeat());
    assertThat(
            TickEngine.simulate(
                    layer,
                    tiling,
                    RandomOperands.of(layer, hardware.precision().weightEncoding(), new Random(1)),
                    hardware)
                .clocks())
        .isEqualTo(clocks(layer, hardware));
  }

  @Test
  void aFasterDramThanThePortChangesItsLatencyAlone() {
    HardwareConfig stated = HardwareCatalog.load("nvdla-small-w8a8");
    MemoryConfig port = stated.memory();
    MemoryConfig behind =
        new DramConfig(DramPart.DDR4_2400, 64).behind(port, stated.clockMegahertz());

    assertThat(behind.cyclesPerBeat()).isEqualTo(port.cyclesPerBeat());
    // 16 + 16 + 4 clocks of 1.2 GHz.
    assertThat(behind.readLatencyCycles()).isEqualTo(port.readLatencyCycles() + 30);
  }
}
