package dev.twobit.experiment.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.ScaledWidths;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.training.Initializer;
import dev.twobit.verification.DeployedNetwork;
import dev.twobit.verification.NetworkVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search under {@link Coupling#PADDED} reckons with is what its network's file costs. */
@Tag("slow")
class PaddedNetworksTest {
  private static final int DRAWS = 6;

  @TempDir private Path folder;

  private static Network network(String name) {
    return TinyNetworks.names().contains(name)
        ? TinyNetworks.of(name)
        : ScaledWidths.of(
            NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.of(name), 3, 10, 16, 1)),
            0.5);
  }

  private static Map<String, Integer> drawn(SearchSpace space, Random random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, u) ->
                widths.put(name, u.candidates().get(random.nextInt(u.candidates().size()))));
    return widths;
  }

  private Path exported(Network derived, int seed) throws IOException {
    Path file = folder.resolve(seed + ".onnx");
    OnnxExporter.write(Initializer.initialize(derived, seed), file);
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "residual, nvdla-small-w2a2, 8",
    "residual, edge-tpu-w2a2, 4",
    "normalized first, nvdla-small-w2a2, 8",
    "depthwise, nvdla-large-w2a2, 2",
    "concat, toy-8x8-w2a2, 8",
    "resnet8, nvdla-small-w2a2, 8",
    "resnet20, nvdla-large-w2a2, 4",
    "mobilenet-v2, edge-tpu-w2a2, 8"
  })
  void theFileCostsWhatTheModelSays(String name, String hardware, int residualBits)
      throws IOException {
    Network network = network(name);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS_DOUBLE_8, Coupling.PADDED);
    HardwareConfig on = HardwareCatalog.load(hardware);
    CostModel costs = new CostModel(network, on, 2, residualBits);
    Random random = new Random(21);
    int padded = 0;
    for (int seed = 0; seed < DRAWS; seed++) {
      Map<String, Integer> widths = drawn(space, random);
      Network derived = space.derived(widths);
      padded += derived.layers().size() - network.layers().size();
      SimulatedModel file = SimulatedModel.read(exported(derived, seed), 2, residualBits);
      NetworkSimulation simulated = file.on(on);
      assertThat(costs.cost(CostKind.LATENCY, space, widths)).isEqualTo(simulated.latencyCycles());
      double energy = simulated.energy().totalPicojoules();
      assertThat(costs.cost(CostKind.ENERGY, space, widths))
          .isCloseTo(energy, within(1e-12 * energy)); // summed in another order
      assertThat(costs.cost(CostKind.WHOLE, space, widths))
          .isEqualTo(file.backToBack(simulated).orElseThrow().latencyCycles());
      assertThat(derived.convolutions()).hasSameSizeAs(network.convolutions());
    }
    assertThat(padded).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"residual, nvdla-small-w2a2", "residual, toy-8x8-w2a2", "concat, edge-tpu-w2a2"})
  void theClockedEngineAgrees(String name, String hardware) throws IOException {
    Network network = network(name);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS_DOUBLE_8, Coupling.PADDED);
    HardwareConfig on = HardwareCatalog.load(hardware);
    CostModel costs = new CostModel(network, on, 2, 8);
    Random random = new Random(22);
    for (int seed = 0; seed < 2; seed++) {
      Map<String, Integer> widths = drawn(space, random);
      Path file = exported(space.derived(widths), seed);
      DeployedNetwork deployed = DeployedNetwork.of(QcdqImporter.read(file), 2, 8);
      NetworkVerification clocked =
          deployed.run(deployed.randomImage(seed), seed, on, true, (n, of, step, cycles) -> {});
      assertThat(clocked.failures()).isEmpty();
      assertThat((double) clocked.simulation().latencyCycles())
          .isEqualTo(costs.cost(CostKind.LATENCY, space, widths));
    }
  }
}
