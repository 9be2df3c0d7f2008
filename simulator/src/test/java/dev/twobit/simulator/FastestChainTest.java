package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways that are taken of a chain of steps against all that could be, and against a greedy. */
class FastestChainTest {
  private static final int CHAINS = 24;

  /** Layers whose weights take one bank up to several, each reading the one before or none. */
  private static List<ChainedStep> chain(int steps, Random random, HardwareConfig hardware) {
    int size = 4 + random.nextInt(8);
    int channels = 8 << random.nextInt(4);
    List<ChainedStep> chain = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      int kernels = 8 << random.nextInt(4);
      int kernel = random.nextBoolean() ? 1 : 3;
      boolean waits = random.nextBoolean();
      chain.add(
          new ChainedStep(
              Simulator.simulateLayer(
                  Layers.convolution(channels, kernels, size, kernel, 8), hardware),
              waits && random.nextBoolean(),
              waits));
      channels = waits ? kernels : channels;
    }
    return chain;
  }

  private static HardwareConfig hardware(String name, Random random) {
    HardwareConfig h = HardwareCatalog.load(name);
    return h.with(
        new BufferConfig(
            h.buffer().banks(),
            h.buffer().bankBytes(),
            random.nextBoolean(),
            random.nextInt(4) > 0));
  }

  private static Optional<ChainedStep> next(List<ChainedStep> chain, int i) {
    return i + 1 < chain.size() ? Optional.of(chain.get(i + 1)) : Optional.empty();
  }

  /** Every combination of ways, one after the other. */
  private static long fewest(StepWays ways, List<ChainedStep> chain, int at, Carried before) {
    if (at == chain.size()) {
      return 0;
    }
    long fewest = Long.MAX_VALUE;
    for (PassedStep way : ways.of(before, chain.get(at), next(chain, at))) {
      long rest = fewest(ways, chain, at + 1, way.after());
      fewest = Math.min(fewest, way.layer().latencyCycles() + rest);
    }
    return fewest;
  }

  /** Step by step the way that is best with the next step alone in view. */
  private static long greedy(StepWays ways, List<ChainedStep> chain) {
    Carried before = Carried.NOTHING;
    long clocks = 0;
    for (int i = 0; i < chain.size(); i++) {
      int at = i;
      ToLongFunction<PassedStep> ahead =
          way ->
              way.layer().latencyCycles()
                  + next(chain, at).map(n -> fewest(ways, List.of(n), 0, way.after())).orElse(0L);
      PassedStep best = ways.of(before, chain.get(i), next(chain, i)).get(0);
      for (PassedStep way : ways.of(before, chain.get(i), next(chain, i))) {
        best = ahead.applyAsLong(way) < ahead.applyAsLong(best) ? way : best;
      }
      clocks += best.layer().latencyCycles();
      before = best.after();
    }
    return clocks;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-large-w8a8", "toy-8x8-w2a2"})
  void noCombinationOfWaysIsFaster(String name) {
    Random random = new Random(7);
    for (int i = 0; i < CHAINS; i++) {
      HardwareConfig hardware = hardware(name, random);
      List<ChainedStep> chain = chain(2 + random.nextInt(3), random, hardware);
      StepWays ways = StepWays.remembering(hardware);
      assertThat(new BackToBack(hardware).simulate(chain).latencyCycles())
          .isEqualTo(fewest(ways, chain, 0, Carried.NOTHING));
    }
  }

  /** Longer chains: never worse, and better for some, whose later steps gain from a slower one. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-large-w8a8"})
  void lookingOneStepAheadIsNeverFaster(String name) {
    Random random = new Random(3);
    int slower = 0;
    for (int i = 0; i < CHAINS; i++) {
      HardwareConfig hardware = hardware(name, random);
      List<ChainedStep> chain = chain(10, random, hardware);
      long greedy = greedy(StepWays.remembering(hardware), chain);
      WholeNetwork whole = new BackToBack(hardware).simulate(chain);
      long alone = chain.stream().mapToLong(s -> s.alone().latencyCycles()).sum();
      assertThat(whole.latencyCycles()).isLessThanOrEqualTo(greedy).isLessThanOrEqualTo(alone);
      assertThat(whole.layers()).hasSameSizeAs(chain);
      slower += whole.latencyCycles() < greedy ? 1 : 0;
    }
    assertThat(slower).isPositive();
  }
}
