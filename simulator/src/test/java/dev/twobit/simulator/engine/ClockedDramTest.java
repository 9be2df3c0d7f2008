package dev.twobit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.engine.tick.TickRun;
import dev.twobit.simulator.verification.RandomOperands;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload.Activations;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import dev.twobit.simulator.workload.LayerWorkload.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The clocked engine's clocks with a DRAM behind its port, counted by hand: LPDDR4-3200 of 16 bits,
 * an accelerator of 1,000 MHz, beats of 32 bytes, which are bursts (16 transfers of 2 bytes, 8
 * clocks of the bus of 0.625 ns: 5 clocks). All are 5 clocks in 1 - 288/6247 of the time (tRFC,
 * tREFI): 5.2417 clocks each.
 */
class ClockedDramTest {
  private static final double REFRESH = 1 - 288 / 6247.0;
  private static final double HIT = 5 / REFRESH;

  /** Another row of the same bank: tRC, 95 clocks of the bus. */
  private static final double MISS = 95 * 0.625 / REFRESH;

  /**
   * @param more keys and values in turn
   */
  private static HardwareConfig port(double cyclesPerBeat, Object... more) {
    Object[] edits = {
      "memory.beatBytes", 32, "memory.atomBytes", 32, "memory.cyclesPerBeat", cyclesPerBeat
    };
    return EditedHardware.of(
        "nvdla-small-w8a8", Stream.of(edits, more).flatMap(Arrays::stream).toArray());
  }

  private static HardwareConfig lpddr4() {
    return port(
        1,
        "memory.dram",
        Map.of(
            "part", Map.of("value", "lpddr4-3200", "source", "choice"),
            "busBits", Map.of("value", 16, "source", "choice")));
  }

  /** 1x1 of 8 bits. */
  private static Convolution pointwise(int channels, int kernels, int height, int width) {
    return new Convolution(
        "conv",
        "Convolution",
        new FeatureMap(channels, height, width),
        new FeatureMap(kernels, height, width),
        new Kernels(Window.square(1, 1, 0), 1, 8),
        new Activations(8, false, List.of(8), List.of()));
  }

  private static TickRun clocked(Convolution layer, HardwareConfig hardware) {
    Tiling tiling = EventEngine.tiling(layer, hardware);
    TickRun run =
        TickEngine.simulate(
            layer,
            tiling,
            RandomOperands.of(layer, hardware.precision().weightEncoding(), new Random(1)),
            hardware);
    assertThat(run.clocks()).isEqualTo(EventEngine.simulate(layer, hardware).cycles().total());
    return run;
  }

  /** Clocks until the first MAC, whose input and weights have come. */
  private static long load(Convolution layer, HardwareConfig hardware) {
    return clocked(layer, hardware).timing().cycles().load();
  }

  /**
   * Row hits: a plane of one surface is read in one go. 64 lines more of 8 atoms are 512 beats, so
   * 512 x 5.2417 = 2,684 clocks later; between the two a beat is as long as the other's.
   */
  @Test
  void beatsOfOpenRowsComeAtTheBusRateLessRefresh() {
    long more = load(pointwise(32, 8, 128, 8), lpddr4()) - load(pointwise(32, 8, 64, 8), lpddr4());

    assertThat(more).isBetween((long) (512 * HIT) - 1, (long) (512 * HIT) + 2);
  }

  /**
   * Row misses: 2 KB a row, 8 banks, so that planes of 16 KB share a bank, and each line of one
   * beat waits for the other plane's row to be closed: 512 beats each 62.242 clocks. (With one
   * surface they are the hits of before.)
   */
  @Test
  void beatsOfAnotherRowOfTheSameBankWaitForItsCycle() {
    Convolution hits = pointwise(32, 8, 512, 1);
    Convolution misses = pointwise(64, 8, 512, 1);
    long ofHits = load(hits, lpddr4());
    long ofMisses = load(misses, lpddr4());

    double expected = 1024 * MISS - 512 * HIT;
    assertThat((double) (ofMisses - ofHits)).isBetween(0.99 * expected, 1.01 * expected);
  }

  /**
   * Refresh: the same layer on a port of 5 clocks a beat, with the same latency, is sooner by
   * 0.2417 clocks for each of 1024 beats of input and 8 of weights: 249.
   */
  @Test
  void refreshTakesItsShareOfEveryBeat() {
    HardwareConfig dram = lpddr4();
    HardwareConfig port = port(5, "memory.readLatencyCycles", dram.memory().readLatencyCycles());
    Convolution layer = pointwise(32, 8, 128, 8);
    long share = load(layer, dram) - load(layer, port);

    assertThat(share).isBetween((long) (1032 * (HIT - 5)) - 1, (long) (1032 * (HIT - 5)) + 2);
  }

  /** The first beat: tRCD 29, CL 32, tDQSCK 3 and the burst's 8 clocks are 72 x 0.625 = 45. */
  @Test
  void aClosedRowIsOpenedBeforeTheFirstBeat() {
    HardwareConfig dram = lpddr4();
    HardwareConfig port = port(5 / REFRESH);
    Convolution layer = pointwise(32, 8, 16, 8);

    assertThat(load(layer, dram) - load(layer, port)).isEqualTo(45);
  }
}
