package dev.twobit.simulator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.simulator.Bottleneck;
import dev.twobit.simulator.Bottleneck.Cause;
import dev.twobit.simulator.BottleneckAnalysis;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.Layers;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reason that is printed is true: by its figures, and by what happens when it is removed. */
@Tag("slow")
class BottleneckTest {
  private static final Pattern MAC_CLOCKS =
      Pattern.compile("MAC clocks, ([\\d,]+) per output position and kernel group");
  private static final Pattern OUTPUT_BOUND =
      Pattern.compile("output-bound: ([\\d,]+) clocks per position against ([\\d,]+) MAC clocks");

  private record Case(LayerSimulation layer, HardwareConfig hardware, Bottleneck bottleneck) {
    static Case of(int seed) {
      Random random = new Random(seed);
      HardwareConfig hardware = RandomHardware.draw(random);
      LayerWorkload workload =
          random.nextInt(5) == 0 ? RandomLayer.post(random) : RandomLayer.convolution(random);
      LayerSimulation layer = Simulator.simulateLayer(workload, hardware);
      return new Case(layer, hardware, BottleneckAnalysis.of(layer, hardware));
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 800);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noOtherCauseHasMoreClocks(int seed) {
    Case c = Case.of(seed);
    CycleBreakdown cycles = c.layer.timing().cycles();

    assertThat(c.bottleneck.cycles())
        .isEqualTo(c.bottleneck.cause().cycles(cycles))
        .isEqualTo(
            IntStream.range(0, Cause.values().length)
                .mapToLong(i -> Cause.values()[i].cycles(cycles))
                .max()
                .orElseThrow());
    assertThat(c.bottleneck.reason())
        .startsWith(c.bottleneck.cause().label() + ": ")
        .contains(String.format("%,d of %,d clocks", c.bottleneck.cycles(), cycles.total()));
  }

  /** Take the named cause away: the layer is faster. */
  @ParameterizedTest
  @MethodSource("seeds")
  void withoutItsCauseTheLayerIsFaster(int seed) {
    Case c = Case.of(seed);
    long before = c.layer.latencyCycles();

    switch (c.bottleneck.cause()) {
      case OUTPUT -> {
        // A clock to deliver and one to turn to the next position: no post-processor takes fewer;
        // nor than one for a pixel of a step of its own.
        String reason = c.bottleneck.reason();
        if (!reason.contains(": 2 clocks per position") && !reason.contains(", 1 a pixel of")) {
          assertThat(latency(c.layer.workload(), withoutOutputBound(c)))
              .as("%s %s %s", c.bottleneck, c.hardware, c.layer.workload())
              .isLessThan(before);
        }
      }
      case LOAD, MEMORY ->
          assertThat(latency(c.layer.workload(), freeMemory(c.hardware))).isLessThan(before);
      case MAC, FILL_DRAIN -> {}
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("seeds")
  void figuresOfTheArrayAreTheEngines(int seed) {
    Case c = Case.of(seed);
    Matcher mac = MAC_CLOCKS.matcher(c.bottleneck.reason());
    if (mac.find()
        && c.hardware.array() instanceof ArrayConfig.DotProduct array
        && c.layer.workload() instanceof LayerWorkload.Convolution w) {
      long groups =
          (long) w.groups() * ceil(w.outputChannels() / w.groups(), array.atomicKernels());
      long positions = (long) w.outputHeight() * w.outputWidth();
      assertThat(number(mac, 1) * positions * groups)
          .isEqualTo(c.layer.timing().cycles().macActive());
    }
    Matcher output = OUTPUT_BOUND.matcher(c.bottleneck.reason());
    if (output.find()) {
      assertThat(number(output, 1)).isGreaterThan(number(output, 2));
    }
  }

  /** The draw is worth something: every cause comes up, on both array styles. */
  @Test
  void everyCauseOccurs() {
    Map<Cause, Integer> found = new EnumMap<>(Cause.class);
    seeds().forEach(seed -> found.merge(Case.of(seed).bottleneck.cause(), 1, Integer::sum));

    assertThat(found).containsOnlyKeys(Cause.values());
    assertThat(found.values()).allMatch(count -> count >= 20);
  }

  /**
   * nv_small takes 8 / 1 + 1 clocks to deliver a position
   * (simulator/docs/nvdla-rtl.md#credits-and-output).
   */
  @Test
  void aNarrowPointwiseLayerIsBoundByItsOutput() {
    HardwareConfig small = HardwareCatalog.load("nvdla-small-w8a8");
    HardwareConfig fast = small.with(new MemoryConfig(8, 1, 1, 8));

    assertThat(reason(Layers.convolution(32, 64, 28, 1, 8), fast))
        .startsWith("output-bound: 9 clocks per position against 4 MAC clocks (")
        .endsWith(" clocks held back); next: MAC 25,088");
  }

  @Test
  void passesLanesAndGroupsAreNamed() {
    HardwareConfig small = HardwareCatalog.load("nvdla-small-w2a2");
    HardwareConfig fast = freePostProcessor(small.with(new MemoryConfig(64, 1, 1, 8)));

    assertThat(reason(Layers.convolution(8, 32, 28, 3, 8), fast))
        .startsWith("MAC-bound: ")
        .contains("144 per output position and kernel group")
        .contains("16 passes of 8x8 bits on 2x2 MACs")
        .contains("channels fill 8 of 16 lanes");
    assertThat(reason(Layers.depthwise(64, 28, 2), fast))
        .contains("depthwise: each kernel group uses 1 of 16 channels and 1 of 16 kernels");
    assertThat(reason(Layers.convolution(1024, 1000, 1, 1, 2), small))
        .startsWith("memory-bound: ")
        .contains("256,")
        .contains(" bytes read and ")
        .contains(" at 1 B/clock take ");
  }

  private static HardwareConfig withoutOutputBound(Case c) {
    if (c.bottleneck.reason().contains("accumulator credits")) {
      return manyCredits(c.hardware);
    }
    return c.bottleneck.reason().contains("fused add")
            || c.bottleneck.reason().contains("parameters")
        ? freeMemory(c.hardware)
        : freePostProcessor(c.hardware);
  }

  private static String reason(LayerWorkload layer, HardwareConfig hardware) {
    return BottleneckAnalysis.of(Simulator.simulateLayer(layer, hardware), hardware).reason();
  }

  private static long latency(LayerWorkload workload, HardwareConfig hardware) {
    return Simulator.simulateLayer(workload, hardware).latencyCycles();
  }

  /** Beats that hold anything, at once, and room for them: weights are padded to beats. */
  private static HardwareConfig freeMemory(HardwareConfig h) {
    HardwareConfig free =
        h.with(new MemoryConfig(1 << 20, 1, 0, h.memory().atomBytes()))
            .with(new BufferConfig(1 << 10, 1 << 20));
    return h.array() instanceof ArrayConfig.DotProduct a ? free.with(withoutWay(a)) : free;
  }

  /** The clocks of a load that are not the memory's. */
  private static ArrayConfig.DotProduct withoutWay(ArrayConfig.DotProduct a) {
    ArrayConfig.Pipeline p = a.pipeline();
    return new ArrayConfig.DotProduct(
        a.atomicChannels(),
        a.atomicKernels(),
        a.accumulatorCredits(),
        new ArrayConfig.Pipeline(
            p.fetchGrain(),
            0,
            0,
            p.firstMacDelayCycles(),
            p.firstOutputDelayCycles(),
            p.creditReturnCycles(),
            p.tailCycles()),
        a.packFirstLayer());
  }

  private static HardwareConfig freePostProcessor(HardwareConfig h) {
    return h.with(new PostProcessorConfig(1 << 20, 1 << 20, 1 << 20));
  }

  private static HardwareConfig manyCredits(HardwareConfig h) {
    ArrayConfig.DotProduct a = (ArrayConfig.DotProduct) h.array();
    return h.with(
        new ArrayConfig.DotProduct(
            a.atomicChannels(), a.atomicKernels(), 1 << 20, a.pipeline(), a.packFirstLayer()));
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group).replace(",", ""));
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
