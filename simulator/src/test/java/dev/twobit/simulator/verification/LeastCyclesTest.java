package dev.twobit.simulator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.RowBands.RowCut;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search drops tilings by bounds: a bound above what is true would drop the fastest. */
@Tag("slow")
class LeastCyclesTest {
  static IntStream chunks() {
    return IntStream.range(0, 6);
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void noTilingIsFasterThanItsBoundOrThatOfItsBands(int chunk) {
    for (int seed = chunk * 100; seed < (chunk + 1) * 100; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      LayerWorkload.Convolution layer = RandomLayer.convolution(random);
      HardwareConfig hardware = RandomHardware.draw(random);
      for (RowCut cut : FeasibleTilings.cuts(layer, hardware)) {
        long least = EventEngine.leastCycles(layer, FeasibleTilings.lightest(layer, cut), hardware);
        List<Tiling> tilings = FeasibleTilings.of(layer, cut, hardware);
        for (Tiling tiling : tilings) {
          List<Tiling> alike = tilings.stream().filter(tiling::hasOperationsOf).toList();
          assertThat(EventEngine.leastCycles(layer, alike, hardware))
              .as("together, seed %d: %s%n%s%n%s", seed, tiling, layer, hardware)
              .containsExactly(
                  alike.stream()
                      .mapToLong(t -> EventEngine.leastCycles(layer, t, hardware))
                      .toArray());
          long bound = EventEngine.leastCycles(layer, tiling, hardware);
          long taken = EventEngine.simulate(layer, tiling, hardware).cycles().total();
          assertThat(bound)
              .as("seed %d: %s%n%s%n%s", seed, tiling, layer, hardware)
              .isLessThanOrEqualTo(taken);
          assertThat(least)
              .as("lightest, seed %d: %s%n%s%n%s", seed, tiling, layer, hardware)
              .isLessThanOrEqualTo(taken);
        }
      }
    }
  }
}
