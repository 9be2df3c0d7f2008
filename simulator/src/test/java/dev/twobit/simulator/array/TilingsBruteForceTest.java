package dev.twobit.simulator.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tiling taken is the fastest of everything that fits, written down once more without any of
 * {@link FeasibleTilings}: all heights of bands, all numbers of kernel groups held, all sizes of
 * parts.
 */
class TilingsBruteForceTest {
  private static final ArrayConfig.DotProduct ARRAY =
      (ArrayConfig.DotProduct) HardwareCatalog.load("nvdla-small-w8a8").array();

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isTheBestOfAll(int seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    LayerWorkload.Convolution layer = layer(random);
    HardwareConfig hardware = hardware(random);
    long group = KernelGroups.of(layer, ARRAY.atomicKernels(), hardware.memory()).groupBytes();
    while (room(layer, 1, hardware) < group) {
      hardware = hardware(random);
    }
    HardwareConfig drawn = hardware;
    long best =
        everything(layer, drawn).stream()
            .mapToLong(t -> EventEngine.simulate(layer, t, drawn).cycles().total())
            .min()
            .orElseThrow();
    assertThat(EventEngine.simulate(layer, hardware).cycles().total())
        .as("%s on %s", layer, hardware.buffer())
        .isEqualTo(best);
  }

  private static List<Tiling> everything(LayerWorkload.Convolution c, HardwareConfig hardware) {
    KernelGroups groups = KernelGroups.of(c, ARRAY.atomicKernels(), hardware.memory());
    List<Tiling> all = new ArrayList<>();
    for (int rows = 1; rows <= c.outputHeight(); rows++) {
      long room = room(c, rows, hardware);
      if (room < groups.groupBytes()) {
        continue;
      }
      List<RowBands.Band> bands = RowBands.bands(c, rows, false);
      List<RowBands.Band> kept = RowBands.bands(c, rows, true);
      for (long bytes : windows(groups)) {
        if (bytes <= room) {
          all.add(Tiling.ofRows(c, new RowBands(bands, bytes)));
        }
      }
      for (int part = 1; part <= groups.count(); part++) {
        int kernels = part * ARRAY.atomicKernels();
        long bytes = StoredTensors.alignedBytes(part * groups.groupBytes());
        if (kernels <= c.outputChannels() && bytes <= room) {
          all.add(new Tiling(kernels, new RowBands(kept, bytes)));
        }
      }
      if (groups.totalBytes() <= room) {
        all.add(Tiling.ofRows(c, new RowBands(kept, groups.totalBytes())));
      }
    }
    return all;
  }

  /** Bytes of every run of kernel groups: more room than one of these is no other room. */
  private static Set<Long> windows(KernelGroups groups) {
    Set<Long> windows = new TreeSet<>();
    for (int from = 0; from < groups.count(); from++) {
      for (int last = from; last < groups.count(); last++) {
        windows.add(groups.endByte(last) - groups.beginByte(from));
      }
    }
    return windows;
  }

  /** Bytes of the banks that the tallest band leaves. */
  private static long room(LayerWorkload.Convolution c, int rows, HardwareConfig hardware) {
    BufferConfig buffer = hardware.buffer();
    long most = 0;
    for (RowBands.Band band : RowBands.bands(c, rows, false)) {
      most = Math.max(most, band.inputRows());
    }
    long bytes =
        StoredTensors.cubeBytes(
            c.inputChannels(), most, c.inputWidth(), c.inputBits(), hardware.memory());
    long banks = (bytes + buffer.bankBytes() - 1) / buffer.bankBytes();
    return Math.max(0, buffer.banks() - banks) * buffer.bankBytes();
  }

  private static LayerWorkload.Convolution layer(Random random) {
    int kernel = 1 + 2 * random.nextInt(2);
    Window window = Window.square(kernel, 1 + random.nextInt(2), kernel / 2);
    int height = 4 + random.nextInt(12);
    int width = 4 + random.nextInt(12);
    return new LayerWorkload.Convolution(
        "small",
        "Convolution",
        new FeatureMap(8 * (1 + random.nextInt(6)), height, width),
        new FeatureMap(
            1 + random.nextInt(32), window.outputHeight(height), window.outputWidth(width)),
        new LayerWorkload.Kernels(window, 1, 8),
        new LayerWorkload.Activations(8, false, List.of(8), List.of()));
  }

  private static HardwareConfig hardware(Random random) {
    HardwareConfig h = HardwareCatalog.load("nvdla-small-w8a8");
    return h.with(new BufferConfig(16 + random.nextInt(32), 256));
  }
}
