package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
  /** Stem, one residual block of two convolutions, classifier; 8x8 images. */
  static Network block() {
    TensorShape image = TensorShape.of(1, 3, 8, 8);
    TensorShape plane = TensorShape.of(1, 16, 8, 8);
    Window three = Window.square(3, 1, 1);
    return new Network(
        "block",
        List.of("image"),
        List.of("logits"),
        List.of(
            new Layer.Convolution("stem", "image", "s", 3, 16, three, 1, false),
            Layer.Activation.relu("relu0", "s", "x"),
            new Layer.Convolution("conv1", "x", "a", 16, 16, three, 1, false),
            Layer.Activation.relu("relu1", "a", "b"),
            new Layer.Convolution("conv2", "b", "c", 16, 16, three, 1, false),
            new Layer.Add("add", List.of("c", "x"), "d"),
            Layer.Activation.relu("relu2", "d", "y"),
            new Layer.Reshape("flat", "y", "f", TensorShape.of(1, 1024)),
            new Layer.FullyConnected("fc", "f", "logits", 1024, 10, true)),
        Map.of(
            "image",
            image,
            "s",
            plane,
            "x",
            plane,
            "a",
            plane,
            "b",
            plane,
            "c",
            plane,
            "d",
            plane,
            "y",
            plane,
            "f",
            TensorShape.of(1, 1024),
            "logits",
            TensorShape.of(1, 10)),
        Parameters.empty(),
        false);
  }

  @Test
  void thePlanNamesEveryTensorAndWritesABlockOutputTwice() {
    PrecisionPlan plan = PrecisionPlan.uniform(block(), 2, 8);
    assertThat(plan.weightBits())
        .containsEntry("stem", 8)
        .containsEntry("conv1", 2)
        .containsEntry("conv2", 2)
        .containsEntry("fc", 8);
    assertThat(plan.copies("x")).containsExactly(2, 8);
    assertThat(plan.copies("b")).containsExactly(2);
    assertThat(plan.copies("y")).containsExactly(8);
    assertThat(plan.copies().keySet()).containsAll(block().shapes().keySet());
  }

  /** First, last and shortcut layers are 8x8 whatever the residual path is. */
  @Test
  void residualBitsAreOfTheResidualPathAlone() {
    PrecisionPlan plan = PrecisionPlan.uniform(block(), 2, 4);
    assertThat(plan.weightBits()).containsEntry("stem", 8).containsEntry("fc", 8);
    assertThat(plan.copies("image")).containsExactly(8);
    assertThat(plan.copies("logits")).containsExactly(8);
    assertThat(plan.readBits()).containsEntry("add", 4).containsEntry("fc", 8);
    assertThat(plan.copies("x")).containsExactly(2, 4);
  }

  /** Bytes by hand: 8-byte atoms hold 8 elements of 8 bits or 32 of 2. */
  @Test
  void bothCopiesOfABlockOutputAreWrittenAndTheAddReadsItsOperand() {
    Network network = block();
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w2a2");
    List<LoweredLayer> lowered =
        WorkloadLowering.lower(network, PrecisionPlan.uniform(network, 2, 8), Addressing.STRIDED);
    assertThat(lowered)
        .extracting(l -> l.workload().name())
        .containsExactly("stem", "conv1", "conv2", "fc");
    Activity stem = EventEngine.simulate(lowered.get(0).workload(), hardware).activity();
    assertThat(stem.dramWriteBytes()).isEqualTo(64 * (2 * 8 + 8));
    Activity second = EventEngine.simulate(lowered.get(2).workload(), hardware).activity();
    long weights = 640; // 2304 weights of 2 bits are 576 bytes, aligned to 128
    long parameters = 16 * 7; // multiplier, shift and offset of each channel of an 8-bit output
    assertThat(second.dramReadBytes()).isEqualTo(64 * 8 + weights + 64 * 2 * 8 + parameters);
    assertThat(second.dramWriteBytes()).isEqualTo(64 * 2 * 8);
    assertThat(second.nativeMacs()).isEqualTo(64 * 9 * 16 * 16);
    assertThat(stem.composedMacs()).isEqualTo(64 * 9 * 3 * 16 * 16);
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** A smaller memory, a slower one, or more kernels never take fewer cycles. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("seeds")
  void lessHardwareNeverTakesFewerCycles(int seed) {
    Random random = new Random(seed);
    List<String> names = HardwareCatalog.names();
    HardwareConfig hardware = HardwareCatalog.load(names.get(random.nextInt(names.size())));
    LayerWorkload.Convolution layer = randomLayer(random);
    long cycles = cycles(layer, hardware);
    int fewer = 2 + random.nextInt(hardware.buffer().banks() - 1);
    assertThat(cycles(layer, ScarceHardware.with(hardware, fewer, 1)))
        .as("%d banks, seed %d", fewer, seed)
        .isGreaterThanOrEqualTo(cycles);
    assertThat(cycles(layer, ScarceHardware.with(hardware, hardware.buffer().banks(), 2)))
        .as("half the bandwidth, seed %d", seed)
        .isGreaterThanOrEqualTo(cycles);
    PostProcessorConfig post = hardware.postProcessor();
    int faster = post.outputElementsPerCycle() + 1 + random.nextInt(8);
    assertThat(cycles(layer, with(hardware, faster)))
        .as("%d elements a cycle, seed %d", faster, seed)
        .isLessThanOrEqualTo(cycles);
    int more = layer.groups() > 1 ? 16 : 0;
    assertThat(
            cycles(
                layer.withChannels(layer.inputChannels() + more, layer.outputChannels() + 16),
                hardware))
        .as("16 more kernels, seed %d", seed)
        .isGreaterThanOrEqualTo(cycles);
  }

  /** Every clock is in one class and none is negative. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("seeds")
  void everyClockIsAccountedForOnce(int seed) {
    Random random = new Random(seed);
    for (String name : HardwareCatalog.names()) {
      CycleBreakdown c =
          EventEngine.simulate(randomLayer(random), HardwareCatalog.load(name)).cycles();
      assertThat(List.of(c.macActive(), c.fillDrain(), c.outputBound(), c.load(), c.memoryStall()))
          .as("%s, seed %d", name, seed)
          .allMatch(clocks -> clocks >= 0);
    }
  }

  /**
   * Found in MobileNet-V2: an output-bound depthwise layer drains faster in short bands, so a
   * buffer too small for the whole cube used to win over one that holds it.
   */
  @Test
  void aBufferThatHoldsTheCubeIsNoSlowerThanOneThatForcesBands() {
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w8a8");
    Window window = Window.square(3, 2, 1);
    var depthwise =
        new LayerWorkload.Convolution(
            "dw",
            "Convolution",
            new FeatureMap(144, 56, 56),
            new FeatureMap(144, 28, 28),
            new LayerWorkload.Kernels(window, 144, 2),
            new LayerWorkload.Activations(2, false, List.of(2), List.of()));
    long whole = cycles(depthwise, hardware);
    for (int banks = 2; banks < hardware.buffer().banks(); banks++) {
      assertThat(cycles(depthwise, ScarceHardware.with(hardware, banks, 1)))
          .as("%d banks", banks)
          .isGreaterThanOrEqualTo(whole);
    }
  }

  private static long cycles(LayerWorkload layer, HardwareConfig hardware) {
    return EventEngine.simulate(layer, hardware).cycles().total();
  }

  private static HardwareConfig with(HardwareConfig h, int outputElementsPerCycle) {
    PostProcessorConfig post = h.postProcessor();
    return h.with(
        new PostProcessorConfig(
            outputElementsPerCycle,
            post.poolingElementsPerCycle(),
            post.elementwiseElementsPerCycle()));
  }

  /** Strides beyond the kernel and depthwise layers too. */
  private static LayerWorkload.Convolution randomLayer(Random random) {
    int kernel = 1 + random.nextInt(5);
    int extent = kernel + random.nextInt(80);
    int stride = 1 + random.nextInt(3);
    Window window = Window.square(kernel, stride, random.nextInt(kernel / 2 + 1));
    int bits = random.nextBoolean() ? 2 : 8;
    boolean depthwise = random.nextInt(5) == 0;
    int inputs = 1 + random.nextInt(200);
    return new LayerWorkload.Convolution(
        "random",
        "Convolution",
        new FeatureMap(inputs, extent, extent),
        new FeatureMap(
            depthwise ? inputs : 1 + random.nextInt(200),
            window.outputHeight(extent),
            window.outputWidth(extent)),
        new LayerWorkload.Kernels(window, depthwise ? inputs : 1, bits),
        new LayerWorkload.Activations(
            bits,
            false,
            random.nextBoolean() ? List.of(2, 8) : List.of(2),
            random.nextInt(3) == 0 ? List.of(8) : List.of()));
  }
}
