package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keys of the hardware file against figures worked by hand: NVDLA by the rules of its RTL (load,
 * stripes, output drain, tail), systolic arrays by SCALE-Sim's folds.
 */
class MechanismsTest {
  private static LayerSimulation small(LayerWorkload layer, Object... edits) {
    return Simulator.simulateLayer(layer, EditedHardware.of("nvdla-small-w8a8", edits));
  }

  /** 1x1, C16, K8, 8x8 positions of 8 bits: 128 beats of data, 16 of weights. */
  private static final LayerWorkload SHALLOW = Layers.convolution(16, 8, 8, 1, 8);

  /**
   * Load: the last beat of input is the 144th of the port's. It is there after 143 p clocks,
   * through the line buffer 2 later; 81 more, of which 32 are the memory's latency, to the
   * sequencer, 8 for as many kernels, 22 to the first MAC.
   */
  @ParameterizedTest
  @CsvSource({
    "memory.cyclesPerBeat, 8, 1257",
    "memory.cyclesPerBeat, 4, 685",
    // 4 beats a line, 8 of weights: 8 x 71 clocks.
    "memory.beatBytes, 16, 681",
    "memory.readLatencyCycles, 42, 1267",
    "array.dataFetchCycles, 59, 1267",
    "array.firstMacDelayCycles, 32, 1267"
  })
  void loadIsTheInputOverThePortAndTheWayToTheArray(String key, int value, long load) {
    assertThat(small(SHALLOW, key, value).timing().cycles().load()).isEqualTo(load);
  }

  /** 1x1 plane, 64 to 8: 8 beats of data, 64 of weights, the last of them after 8 x 71 clocks. */
  @ParameterizedTest
  @CsvSource({"44, 674", "54, 684"})
  void weightsThatComeLastAreWaitedFor(int weightFetchCycles, long load) {
    LayerSimulation run =
        small(Layers.convolution(64, 8, 1, 1, 8), "array.weightFetchCycles", weightFetchCycles);
    assertThat(run.timing().cycles().load()).isEqualTo(load);
  }

  /**
   * 1x1, C8, K8, 64 positions: 4 stripes of 16, each of one operation. With 16 credits a stripe
   * waits for the last credit of the one before, 37 + 15 x 9 + 7 + 3 = 182 clocks; the last element
   * of the last is delivered after 37 + 15 x 9 + 7; the interrupt is 27 clocks after it. Start to
   * end 3 x 182 + 179 + 27 = 752.
   */
  @ParameterizedTest
  @CsvSource({
    "array.creditReturnCycles, 3, 752",
    "array.creditReturnCycles, 13, 782",
    "array.firstOutputDelayCycles, 47, 792",
    "array.tailCycles, 37, 762",
    // Drained without a break: 37 + 63 x 9 + 7 + 27.
    "array.accumulatorCredits, 32, 638",
    // 2 clocks a position: 37 + 15 x 2 + 0 + 3 = 70 a stripe, 3 x 70 + 37 + 30 + 27.
    "postProcessor.outputElementsPerCycle, 8, 304"
  })
  void fewChannelsAreBoundByTheOutput(String key, int value, long afterLoad) {
    LayerSimulation run = small(Layers.convolution(8, 8, 8, 1, 8), key, value);
    long start = run.timing().cycles().load() - 22;
    // Without the writes that are not through by then.
    assertThat(run.latencyCycles() - run.timing().cycles().memoryStall() - start)
        .isEqualTo(afterLoad);
  }

  /** MAC-active clocks: ceil(C/atomC) x ceil(K/atomK) x R x S x positions, as in every RTL run. */
  @ParameterizedTest
  @CsvSource({
    // C, K, atomic C, atomic K, blocks x kernel groups
    "16, 16, 8, 8, 4",
    "16, 16, 16, 8, 2",
    "16, 16, 8, 16, 2",
    "17, 16, 8, 8, 6",
    "16, 17, 8, 8, 6"
  })
  void channelsAndKernelsGoByAtoms(int c, int k, int atomicC, int atomicK, int blocks) {
    LayerSimulation run =
        small(
            Layers.convolution(c, k, 8, 3, 8),
            "array.atomicChannels",
            atomicC,
            "array.atomicKernels",
            atomicK,
            "array.accumulatorCredits",
            32);
    assertThat(run.timing().cycles().macActive()).isEqualTo(blocks * 9 * 64L);
  }

  /** 3 channels fill 3 of 8 lanes in each of 9 taps, or 9 columns x channels two blocks a row. */
  @ParameterizedTest
  @CsvSource({"false, 8, 9", "true, 8, 6", "false, 16, 9", "true, 16, 3"})
  void anImageFillsChannelsWithKernelColumns(boolean pack, int lanes, int operations) {
    LayerSimulation run =
        small(
            Layers.image(3, 8, 8, 8), "array.packFirstLayer", pack, "array.atomicChannels", lanes);
    assertThat(run.timing().cycles().macActive()).isEqualTo(operations * 64L);
  }

  /** Only the image is packed, and only if it has at most 4 channels. */
  @Test
  void otherLayersAreNotPacked() {
    long plain = small(Layers.convolution(3, 8, 8, 3, 8)).latencyCycles();
    assertThat(
            small(Layers.convolution(3, 8, 8, 3, 8), "array.packFirstLayer", true).latencyCycles())
        .isEqualTo(plain);
    LayerWorkload wide = Layers.image(5, 8, 8, 8);
    assertThat(small(wide, "array.packFirstLayer", true).timing()).isEqualTo(small(wide).timing());
  }

  /** A group of the convolution is a kernel group at least: depthwise uses 1 of 64 MACs. */
  @Test
  void groupsRunOneByOne() {
    assertThat(small(Layers.depthwise(16, 8, 8)).timing().cycles().macActive())
        .isEqualTo(16 * 9 * 64L);
    assertThat(small(Layers.convolution(32, 32, 8, 3, 8)).timing().cycles().macActive())
        .isEqualTo(16 * 9 * 64L);
    assertThat(small(Layers.grouped(32, 32, 4, 8)).timing().cycles().macActive())
        .isEqualTo(4 * 9 * 64L);
    LayerSimulation wider = small(Layers.depthwise(16, 8, 8), "array.atomicChannels", 64);
    assertThat(wider.timing().cycles().macActive()).isEqualTo(16 * 9 * 64L);
  }

  /** One position of 1x1: each of 8 x 2 operations is one MAC clock, and waits for weights. */
  @Test
  void aFullyConnectedLayerHoldsItsWeightsForOnePosition() {
    LayerSimulation run = small(Layers.convolution(64, 16, 1, 1, 8));
    assertThat(run.timing().cycles().macActive()).isEqualTo(16);
    assertThat(run.timing().activity().dramReadBytes()).isEqualTo(64 + 64 * 16);
  }

  /** 64 channels x 56 x 56 of 8 bits are 200,704 bytes: 128 KB do not hold them, 256 KB do. */
  @ParameterizedTest
  @CsvSource({"buffer.banks, 64", "buffer.bankBytes, 8192"})
  void whatDoesNotFitIsReadAgain(String key, int value) {
    LayerWorkload layer = Layers.convolution(64, 16, 56, 3, 8);
    Activity scarce = small(layer).timing().activity();
    Activity ample = small(layer, key, value).timing().activity();
    assertThat(scarce.dramHaloBytes()).isPositive();
    assertThat(ample.dramHaloBytes()).isZero();
    assertThat(ample.dramReadBytes()).isEqualTo(200_704 + 64 * 16 * 9);
  }

  /** 24 channels of 8 bits are 3 atoms of 8 bytes or 2 of 16. */
  @ParameterizedTest
  @CsvSource({"8, 24", "16, 32", "32, 32"})
  void channelsArePaddedToAtoms(int atomBytes, long bytesPerPixel) {
    Activity activity =
        small(Layers.add(24, 8, 8), "memory.atomBytes", atomBytes).timing().activity();
    assertThat(activity.dramReadBytes()).isEqualTo(2 * 64 * bytesPerPixel);
    assertThat(activity.dramWriteBytes()).isEqualTo(64 * bytesPerPixel);
  }

  /** 64 pixels of 24 channels, one or five elements a clock. */
  @Test
  void stepsOfThePostProcessorGoAtItsPace() {
    String pooling = "postProcessor.poolingElementsPerCycle";
    String elementwise = "postProcessor.elementwiseElementsPerCycle";
    LayerWorkload pool = Layers.pooling(24, 8, 8);
    LayerWorkload add = Layers.add(24, 8, 8);
    assertThat(small(pool).timing().cycles().outputBound()).isEqualTo(64 * 24);
    assertThat(small(pool, pooling, 5).timing().cycles().outputBound()).isEqualTo(64 * 5);
    assertThat(small(pool, elementwise, 5).timing()).isEqualTo(small(pool).timing());
    assertThat(small(add, elementwise, 5).timing().cycles().outputBound()).isEqualTo(64 * 5);
    assertThat(small(add, pooling, 5).timing()).isEqualTo(small(add).timing());
  }

  /**
   * M = 16 pixels, K = 16, N = 16 on 8 x 8 PEs. Without overlap folds x (2r + c + M - 2) for
   * weight-stationary, N for M input-stationary, folds x (r + c + K - 2) output-stationary; with
   * preloading the weights come while the fold before streams: r + 4 x 16 + r + c - 2.
   */
  @ParameterizedTest
  @CsvSource({
    "weight_stationary, none, 8, 8, 152",
    "input_stationary, none, 8, 8, 152",
    "output_stationary, none, 8, 8, 120",
    "weight_stationary, none, 16, 8, 108",
    "weight_stationary, none, 8, 16, 92",
    "weight_stationary, preload, 8, 8, 86"
  })
  void foldsFillAndDrain(String dataflow, String overlap, int rows, int columns, long cycles) {
    HardwareConfig hardware =
        EditedHardware.of(
            "toy-8x8-w2a2",
            "array.dataflow",
            dataflow,
            "array.foldOverlap",
            overlap,
            "array.rows",
            rows,
            "array.columns",
            columns,
            "memory.beatBytes",
            1_048_576,
            "memory.readLatencyCycles",
            0,
            "postProcessor.outputElementsPerCycle",
            1_048_576);
    CycleBreakdown c =
        Simulator.simulateLayer(Layers.convolution(16, 16, 4, 1, 2), hardware).timing().cycles();
    assertThat(c.macActive() + c.fillDrain()).isEqualTo(cycles);
  }

  /** Four operands of 2 bits where one of 8 was: off chip, into the buffer, and out of it. */
  @Test
  void twoBitOperandsTakeAQuarterOfTheBytes() {
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w2a2");
    Activity two =
        Simulator.simulateLayer(Layers.convolution(32, 32, 8, 3, 2), hardware).timing().activity();
    Activity eight =
        Simulator.simulateLayer(Layers.convolution(32, 32, 8, 3, 8), hardware).timing().activity();
    // An atom of 8 bytes is 32 channels of 2 bits: one a pixel; 9216 weights are 2304 bytes.
    assertThat(two.dramReadBytes()).isEqualTo(64 * 8 + 2304);
    assertThat(eight.dramReadBytes()).isEqualTo(4 * two.dramReadBytes());
    assertThat(eight.dramWriteBytes()).isEqualTo(4 * two.dramWriteBytes());
    assertThat(eight.sramWriteBytes()).isEqualTo(4 * two.sramWriteBytes());
    // 8x8 by 16 passes reads 2-bit slices 16 times.
    assertThat(eight.sramReadBytes()).isEqualTo(16 * two.sramReadBytes());
  }

  /** 20 channels are one atom of 2 bits, three of 8. */
  @Test
  void butForThePaddingOfAtoms() {
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w2a2");
    Activity two = Simulator.simulateLayer(Layers.add(20, 8, 2), hardware).timing().activity();
    Activity eight = Simulator.simulateLayer(Layers.add(20, 8, 8), hardware).timing().activity();
    assertThat(two.dramWriteBytes()).isEqualTo(64 * 8);
    assertThat(eight.dramWriteBytes()).isEqualTo(64 * 24);
  }
}
