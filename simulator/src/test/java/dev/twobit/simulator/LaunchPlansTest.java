package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.verification.RandomConvolution;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How layers are cut and the buffer is divided when operations follow each other. */
class LaunchPlansTest {
  private static final int LAYERS = 24;

  private static List<Convolution> layers() {
    List<Convolution> layers = new ArrayList<>();
    for (long seed = 0; layers.size() < LAYERS; seed++) {
      Convolution layer = RandomConvolution.draw(seed).layer();
      layers.add(layer.named("layer" + seed));
    }
    return layers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-large-w8a8"})
  void aPlanIsNoSlowerThanTheLayerAlone(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    LaunchedLayers layers = new LaunchedLayers(hardware);
    LaunchPlans plans = new LaunchPlans(hardware, layers);
    for (Convolution layer : layers()) {
      assertThat(layers.pass(layers.idle(), plans.fastest(layer)).end())
          .isLessThanOrEqualTo(EventEngine.simulate(layer, hardware).cycles().total());
    }
  }

  /** The choice over neighbours that do not wait is no worse than each layer's own. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-small-256-w8a8", "nvdla-large-w8a8"})
  void neighboursAreNoSlowerThanWithTheirOwnSplits(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    LaunchedLayers launched = new LaunchedLayers(hardware);
    LaunchPlans plans = new LaunchPlans(hardware, launched);
    BackToBack backToBack = new BackToBack(hardware);
    Random random = new Random(5);
    int faster = 0;
    for (int i = 0; i < LAYERS; i++) {
      ChainedStep first = step(deep(random), hardware, false);
      ChainedStep second = step(deep(random), hardware, true);
      long apart = first.alone().latencyCycles() + second.alone().latencyCycles();
      LaunchedLayers.Passed one = launched.pass(launched.idle(), plans.fastest(convolution(first)));
      long own = launched.pass(one.after(), plans.fastest(convolution(second))).end();
      long chosen = backToBack.simulate(List.of(first, second)).latencyCycles();
      assertThat(chosen).isLessThanOrEqualTo(Math.min(own, apart));
      faster += chosen < Math.min(own, apart) ? 1 : 0;
    }
    assertThat(faster).as("a common split is worth clocks to some").isPositive();
  }

  /** Weights of one bank up to more than all. */
  private static Convolution deep(Random random) {
    return Layers.convolution(
        16 << random.nextInt(4), 16 << random.nextInt(4), 4 + random.nextInt(8), 3, 8);
  }

  private static ChainedStep step(Convolution c, HardwareConfig hardware, boolean nextWaits) {
    return new ChainedStep(Simulator.simulateLayer(c, hardware), false, nextWaits);
  }

  private static Convolution convolution(ChainedStep step) {
    return (Convolution) step.alone().workload();
  }

  /** Both operands have the room that the operations of a plan need. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w8a8", "nvdla-large-w8a8"})
  void aPlanFitsTheBuffer(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    LaunchPlans plans = new LaunchPlans(hardware, new LaunchedLayers(hardware));
    for (Convolution layer : layers()) {
      LaunchedLayers.Plan plan = plans.fastest(layer);
      BankSplit banks = plan.banks();
      assertThat(banks.dataBanks() + banks.weightBanks())
          .isLessThanOrEqualTo(hardware.buffer().banks());
      assertThat(plans.allows(plan, banks)).isTrue();
    }
  }
}
