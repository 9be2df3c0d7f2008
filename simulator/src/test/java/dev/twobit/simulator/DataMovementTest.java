package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bytes that movements of data and operands of unequal shape read and write, kind by kind. */
class DataMovementTest {
  private static final HardwareConfig STRIDED = HardwareCatalog.load("nvdla-small-w2a2");
  private static final HardwareConfig PLAIN = withoutStrides(STRIDED);

  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new LinkedHashMap<>();

  private static HardwareConfig withoutStrides(HardwareConfig hardware) {
    MemoryConfig m = hardware.memory();
    return hardware.with(
        new MemoryConfig(
            m.beatBytes(),
            m.cyclesPerBeat(),
            m.readLatencyCycles(),
            m.atomBytes(),
            m.overlap(),
            m.weightCompression(),
            false,
            m.dram()));
  }

  private String put(Layer layer, int... shape) {
    layers.add(layer);
    shapes.put(layer.output(), TensorShape.of(shape));
    return layer.output();
  }

  private TensorShape shape(String tensor) {
    return Optional.ofNullable(shapes.get(tensor)).orElseThrow();
  }

  /** A convolution of 16 channels that leaves so many. */
  private String start(int channels) {
    shapes.put("image", TensorShape.of(1, 16, 16, 16));
    convolution("image", "a", 16);
    return convolution("a", "m", channels);
  }

  private String convolution(String from, String name, int channels) {
    TensorShape in = shape(from);
    return put(
        new Layer.Convolution(
            name, from, name, in.channels(), channels, Window.square(1, 1, 0), 1, false),
        1,
        channels,
        in.height(),
        in.width());
  }

  /** Two convolutions behind, so that the first of them is quantized. */
  private NetworkSimulation simulated(String last, HardwareConfig hardware) {
    convolution(convolution(last, "q", 16), "end", 8);
    return simulated(hardware);
  }

  private NetworkSimulation simulated(HardwareConfig hardware) {
    Network network =
        new Network(
            "case",
            List.of("image"),
            List.of(layers.get(layers.size() - 1).output()),
            layers,
            shapes,
            Parameters.empty(),
            false);
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 2, 8), hardware);
  }

  private static List<Long> traffic(NetworkSimulation simulation, String step) {
    LayerSimulation layer =
        simulation.layers().stream()
            .filter(l -> l.workload().name().equals(step))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no step " + step + " in " + simulation));
    return List.of(
        layer.timing().activity().dramReadBytes(), layer.timing().activity().dramWriteBytes());
  }

  private static List<String> steps(NetworkSimulation simulation) {
    return simulation.layers().stream().map(l -> l.workload().name()).toList();
  }

  private void shuffle(String x, TensorShape apart, List<Integer> order) {
    put(new Layer.Reshape("r1", x, "r1", apart), ints(apart));
    TensorShape turned = new TensorShape(order.stream().map(apart.dims()::get).toList());
    put(new Layer.Transpose("t", "r1", "t", order), ints(turned));
    put(new Layer.Reshape("r2", "t", "r2", shape(x)), ints(shape(x)));
    put(Layer.Activation.relu("relu", "r2", "relu"), ints(shape(x)));
    put(new Layer.Softmax("soft", "relu", "soft", 1, false, false), ints(shape(x)));
  }

  private static int[] ints(TensorShape shape) {
    return shape.dims().stream().mapToInt(d -> d).toArray();
  }

  /** 64 channels of 16 x 16 at 8 bits; the ranks between cost nothing. */
  @Test
  void aChannelShuffleReadsAndWritesItsTensorOnce() {
    shuffle(start(64), TensorShape.of(1, 2, 32, 16, 16), List.of(0, 2, 1, 3, 4));
    assertThat(traffic(simulated("soft", STRIDED), "t")).containsExactly(16_384L, 16_384L);
  }

  @Test
  void soItDoesWithThePlaneAsOneAxis() {
    shuffle(start(64), TensorShape.of(1, 2, 32, 256), List.of(0, 2, 1, 3));
    NetworkSimulation simulation = simulated("soft", PLAIN);
    assertThat(traffic(simulation, "t")).containsExactly(16_384L, 16_384L);
    assertThat(steps(simulation)).doesNotContain("r1", "r2");
  }

  @Test
  void depthToSpaceIsOneStepOfTheWholeOperator() {
    String x = start(64);
    put(new Layer.Reshape("r1", x, "r1", TensorShape.of(1, 2, 2, 16, 16, 16)), 1, 2, 2, 16, 16, 16);
    put(new Layer.Transpose("t", "r1", "t", List.of(0, 3, 4, 1, 5, 2)), 1, 16, 16, 2, 16, 2);
    put(new Layer.Reshape("r2", "t", "r2", TensorShape.of(1, 16, 32, 32)), 1, 16, 32, 32);
    put(new Layer.Softmax("soft", "r2", "soft", 1, false, false), 1, 16, 32, 32);
    assertThat(traffic(simulated("soft", STRIDED), "t")).containsExactly(16_384L, 16_384L);
  }

  /**
   * Three channels take an atom of 8 bytes a position. Before a convolution the fetch unit does it.
   */
  @Test
  void theImagesTransposeIsAddressesOrWritesAnAtomAPosition() {
    shapes.put("image", TensorShape.of(1, 64, 64, 3));
    put(new Layer.Transpose("t", "image", "t", List.of(0, 3, 1, 2)), 1, 3, 64, 64);
    put(Layer.Activation.relu("a", "t", "a"), 1, 3, 64, 64);
    NetworkSimulation strided = simulated("a", STRIDED);
    assertThat(strided.elided()).containsExactly("t");
    NetworkSimulation plain = simulated(PLAIN);
    assertThat(traffic(plain, "t")).containsExactly(12_288L, 32_768L);
    assertThat(plain.elided()).isEmpty();
  }

  private void slice(String from, String name, int axis, int start, int end) {
    TensorShape in = shape(from);
    List<Integer> starts = new ArrayList<>(Collections.nCopies(4, 0));
    List<Integer> ends = new ArrayList<>(in.dims());
    starts.set(axis, start);
    ends.set(axis, end);
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.set(axis, end - start);
    put(
        new Layer.Slice(name, from, name, starts, ends, Collections.nCopies(4, 1)),
        ints(new TensorShape(dims)));
  }

  private void join(int axis, String... parts) {
    int sum = 0;
    for (String part : parts) {
      sum += shape(part).dim(axis);
    }
    List<Integer> dims = new ArrayList<>(shape(parts[0]).dims());
    dims.set(axis, sum);
    put(new Layer.Concat("join", List.of(parts), "join", axis), ints(new TensorShape(dims)));
  }

  /** 64 channels of 2 bits are two atoms a position: 4,096 bytes. */
  @Test
  void twoPartsWriteTheWholeOnceOrAreAddresses() {
    String x = start(64);
    slice(x, "s1", 1, 0, 32);
    slice(x, "s2", 1, 32, 64);
    convolution("s1", "c1", 32);
    convolution("s2", "c2", 32);
    join(1, "c1", "c2");
    NetworkSimulation strided = simulated("join", STRIDED);
    assertThat(strided.elided()).containsExactly("s1", "s2", "join");
    NetworkSimulation plain = simulated(PLAIN);
    assertThat(traffic(plain, "s1")).containsExactly(2_048L, 2_048L);
    assertThat(traffic(plain, "s2")).containsExactly(2_048L, 2_048L);
    assertThat(traffic(plain, "join")).containsExactly(4_096L, 4_096L);
  }

  /** Eight channels of 2 bits are a quarter of an atom, and take a whole one each. */
  @Test
  void thinPartsWriteWholeAtoms() {
    String x = start(64);
    long written = 0;
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      slice(x, "s" + i, 1, 8 * i, 8 * i + 8);
      parts.add(convolution("s" + i, "c" + i, 8));
    }
    join(1, parts.toArray(String[]::new));
    NetworkSimulation simulation = simulated("join", STRIDED);
    for (int i = 1; i < 8; i++) {
      written += i % 4 == 0 ? 0 : traffic(simulation, "s" + i).get(1);
    }
    // Those that begin with an atom end within one: no addresses.
    written += traffic(simulation, "s0").get(1) + traffic(simulation, "s4").get(1);
    assertThat(written).isEqualTo(16_384);
  }

  @Test
  void rowsBesideRowsAreReadOnceWhateverTheirOrder() {
    for (int first : new int[] {2, 14}) {
      layers.clear();
      shapes.clear();
      String x = start(64);
      slice(x, "s1", 2, 0, first);
      slice(x, "s2", 2, first, 16);
      convolution("s1", "c1", 64);
      convolution("s2", "c2", 64);
      join(2, "c2", "c1");
      NetworkSimulation strided = simulated("join", STRIDED);
      assertThat(strided.elided()).containsExactly("s1", "s2", "join");
      assertThat(traffic(simulated(PLAIN), "join")).containsExactly(4_096L, 4_096L);
    }
  }

  /** 16,384 bytes and a gate of 64. */
  @Test
  void aGateIsReadOnceWhateverTheOrderOfOperands() {
    List<Long> latencies = new ArrayList<>();
    for (boolean first : new boolean[] {true, false}) {
      layers.clear();
      shapes.clear();
      String x = start(64);
      Window whole = Window.square(16, 1, 0);
      put(
          new Layer.Pooling("pool", x, "pool", Layer.Reduction.AVERAGE, whole, false, false, true),
          1,
          64,
          1,
          1);
      String gate = convolution("pool", "gate", 64);
      put(
          new Layer.Multiply("mul", first ? List.of(gate, x) : List.of(x, gate), "mul"),
          1,
          64,
          16,
          16);
      put(new Layer.Softmax("soft", "mul", "soft", 1, false, false), 1, 64, 16, 16);
      NetworkSimulation simulation = simulated("soft", STRIDED);
      assertThat(traffic(simulation, "mul")).containsExactly(16_448L, 16_384L);
      latencies.add(simulation.latencyCycles());
    }
    assertThat(latencies.get(0)).isEqualTo(latencies.get(1));
  }

  /** Half an atom of channels cannot be written beside what follows it. */
  @Test
  void channelsAreJoinedByAddressesInWholeAtomsAlone() {
    String x = start(16);
    convolution(x, "c1", 16);
    convolution(x, "c2", 32);
    join(1, "c1", "c2");
    assertThat(traffic(simulated("join", STRIDED), "join")).containsExactly(4_096L, 4_096L);
    layers.clear();
    shapes.clear();
    String y = start(16);
    convolution(y, "c1", 16);
    convolution(y, "c2", 32);
    join(1, "c2", "c1");
    assertThat(simulated("join", STRIDED).elided()).containsExactly("join");
  }

  /** Both copies of a part that is read in two widths are written by whoever writes the whole. */
  @Test
  void whatIsReadByAddressesIsWrittenInTheWidthsOfItsReaders() {
    String x = start(64);
    slice(x, "s1", 1, 0, 32);
    convolution("s1", "c1", 32);
    put(new Layer.Softmax("soft", "s1", "soft", 1, false, false), 1, 32, 16, 16);
    join(1, "c1", "soft");
    NetworkSimulation simulation = simulated("join", STRIDED);
    assertThat(simulation.elided()).contains("s1");
    assertThat(traffic(simulation, "m").get(1)).isEqualTo(16_384L + 4_096);
  }

  @Test
  void aTensorOfAnyRankLiesByItsFirstAxisBehindTheImages() {
    assertThat(FeatureMap.of(TensorShape.of())).isEqualTo(new FeatureMap(1, 1, 1));
    assertThat(FeatureMap.of(TensorShape.of(7))).isEqualTo(new FeatureMap(7, 1, 1));
    assertThat(FeatureMap.of(TensorShape.of(1, 7))).isEqualTo(new FeatureMap(7, 1, 1));
    assertThat(FeatureMap.of(TensorShape.of(1, 7, 5))).isEqualTo(new FeatureMap(7, 5, 1));
    assertThat(FeatureMap.of(TensorShape.of(2, 7, 5, 3))).isEqualTo(new FeatureMap(7, 10, 3));
    assertThat(FeatureMap.of(TensorShape.of(1, 2, 3, 4, 5))).isEqualTo(new FeatureMap(2, 3, 20));
  }
}
