package dev.twobit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.verification.RandomConvolution;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of operations back to back, whatever they are. */
class DotProductChainTest {
  private static final int LAYERS = 60;

  private static List<LayerWorkload.Convolution> layers() {
    List<LayerWorkload.Convolution> layers = new ArrayList<>();
    for (long seed = 0; layers.size() < LAYERS; seed++) {
      LayerWorkload.Convolution layer = RandomConvolution.draw(seed).layer();
      if (layer.zeroWeights().isEmpty()) {
        layers.add(layer);
      }
    }
    return layers;
  }

  /** One operation from an idle accelerator on is a layer alone, to the clock. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-small-256-w8a8", "nvdla-large-w2a2"})
  void aChainOfOneIsTheLayerAlone(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    for (LayerWorkload.Convolution layer : layers()) {
      Tiling tiling = FeasibleTilings.uncut(layer, hardware);
      List<Launch> launches = Launch.of(layer, tiling, hardware.buffer(), false);
      if (launches.size() == 1) {
        assertThat(DotProductChain.run(launches, hardware).get(0).end())
            .isEqualTo(EventEngine.simulate(layer, tiling, hardware).cycles().total());
      }
    }
  }

  /** Nothing is left of a layer that the next one waits for: such chains are sums. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-small-256-w8a8", "nvdla-large-w2a2"})
  void layersThatWaitForEachOtherAddUp(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    List<Launch> launches = new ArrayList<>();
    long sum = 0;
    for (LayerWorkload.Convolution layer : layers()) {
      Tiling tiling = FeasibleTilings.uncut(layer, hardware);
      if (tiling.operations(layer) == 1) {
        launches.addAll(Launch.of(layer, tiling, hardware.buffer(), true));
        sum += EventEngine.simulate(layer, tiling, hardware).cycles().total();
      }
    }
    List<LaunchTimes> times = DotProductChain.run(launches, hardware);
    assertThat(times).hasSizeGreaterThan(LAYERS / 2);
    assertThat(times.get(times.size() - 1).end()).isEqualTo(sum);
  }

  /** With one split of the banks, a chain is never later than its layers one by one. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-small-256-w8a8", "nvdla-large-w2a2"})
  void aChainIsNoLaterThanItsLayersAlone(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    Random random = new Random(17);
    List<LayerWorkload.Convolution> layers = layers();
    long gained = 0;
    for (int i = 0; i < LAYERS; i++) {
      List<Launch> launches = new ArrayList<>();
      long sum = 0;
      int count = 2 + random.nextInt(3);
      for (int k = 0; k < count; k++) {
        LayerWorkload.Convolution layer = layers.get(random.nextInt(LAYERS));
        Tiling tiling = EventEngine.tiling(layer, hardware);
        BankSplit half =
            new BankSplit(hardware.buffer().banks() / 2, hardware.buffer().banks() / 2);
        launches.addAll(Launch.of(layer, tiling, half, false));
        sum += EventEngine.simulate(layer, tiling, hardware).cycles().total();
      }
      long end = DotProductChain.run(launches, hardware).get(launches.size() - 1).end();
      assertThat(end).isLessThanOrEqualTo(sum);
      gained += sum - end;
    }
    assertThat(gained).isPositive();
  }

  /** What the search of tilings is pruned by. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-small-256-w8a8", "nvdla-large-w2a2"})
  void noChainIsFasterThanItsBound(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    for (LayerWorkload.Convolution layer : layers()) {
      for (Tiling tiling : FeasibleTilings.of(layer, hardware)) {
        List<Launch> launches = Launch.of(layer, tiling, hardware.buffer(), false);
        assertThat(DotProductChain.leastClocks(launches, hardware))
            .isLessThanOrEqualTo(
                DotProductChain.run(launches, hardware).get(launches.size() - 1).end());
      }
    }
  }

  /** Equal states go on alike: a state does not tell when it was. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-large-w2a2"})
  void aStateSeenFromLaterGoesOnAlike(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    ChainState idle =
        ChainState.cold(((ArrayConfig.DotProduct) hardware.array()).accumulatorCredits());
    List<LayerWorkload.Convolution> layers = layers();
    for (int i = 0; i + 1 < LAYERS; i++) {
      List<Launch> first = launches(layers.get(i), hardware);
      List<Launch> second = launches(layers.get(i + 1), hardware);
      DotProductChain.Passed before = DotProductChain.pass(idle, first, hardware);
      long clocks = before.after().macsFree();
      DotProductChain.Passed seen =
          DotProductChain.pass(before.after().seenFrom(clocks), second, hardware);
      DotProductChain.Passed whole = DotProductChain.pass(before.after(), second, hardware);
      assertThat(seen.after().end() + clocks).isEqualTo(whole.after().end());
      assertThat(seen.after()).isEqualTo(whole.after().seenFrom(clocks));
    }
  }

  private static List<Launch> launches(LayerWorkload.Convolution c, HardwareConfig hardware) {
    return Launch.of(c, EventEngine.tiling(c, hardware), hardware.buffer(), false);
  }
}
