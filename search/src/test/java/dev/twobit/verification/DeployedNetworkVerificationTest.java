package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.simulator.Addressing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployed files on integers against ONNX Runtime and on the clocked engine. */
class DeployedNetworkVerificationTest {
  private static final int IMAGES = 8;

  @TempDir private Path folder;

  private Path exported(SmallDeployed drawn) throws IOException {
    Path file = folder.resolve("small.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), file);
    return file;
  }

  private static DeployedNetworkVerification validate(QcdqFile file, Path model) {
    Network network = file.network();
    return DeployedNetworkVerification.againstOnnxRuntime(
        file, ModelSource.of(model), i -> SmallDeployed.image(network, i), IMAGES, 2, i -> {});
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void integersAreOnnxRuntimesButForFloatRounding(long seed) throws IOException {
    Path model = exported(SmallDeployed.draw(seed));

    DeployedNetworkVerification result = validate(QcdqImporter.read(model), model);

    assertThat(result.stepwise().codes()).isGreaterThan(IMAGES * 1000L);
    assertThat(result.passed()).as("%s", result).isTrue();
    assertThat(result.stepwise().share()).as("%s", result).isLessThan(1e-3);
    assertThat(result.medianLogitDifference()).as("%s", result).isLessThan(1e-5);
    assertThat(result.equalClasses()).as("%s", result).isGreaterThanOrEqualTo(IMAGES - 1);
  }

  /** Zero points beside 0, as quantizers of other tools write them: padding is no code 0. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void zeroPointsArePartOfTheIntegers(long seed) throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(seed);
    Map<String, List<Activations>> moved = new HashMap<>();
    drawn
        .quantization()
        .inputs()
        .forEach(
            (layer, forms) ->
                moved.put(
                    layer, forms.stream().map(DeployedNetworkVerificationTest::moved).toList()));
    var quantization = new NetworkQuantization(drawn.quantization().weights(), moved);
    Path model = exported(new SmallDeployed(drawn.network(), quantization));
    QcdqFile file = QcdqImporter.read(model);
    assertThat(file.quantization().inputs()).isEqualTo(moved);

    DeployedNetworkVerification result = validate(file, model);
    assertThat(result.passed()).as("%s", result).isTrue();
    assertThat(result.stepwise().share()).as("%s", result).isLessThan(1e-3);

    NetworkVerification run =
        DeployedNetwork.of(file, 2, 8)
            .run(
                SmallDeployed.image(file.network(), seed),
                1,
                HardwareCatalog.load("toy-8x8-w2a2"),
                true,
                (a, b, c, d) -> {});
    assertThat(run.failures()).isEmpty();
  }

  /** QIL's activations: codes of what is left of a value, thresholds of all that is read so. */
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void anOffsetIsWrittenAndReadInEveryFormat(ExportFormat format) throws IOException {
    SmallDeployed drawn = shifted(SmallDeployed.draw(1));
    Path model = folder.resolve("shifted.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), format, Map.of(), model);
    QcdqFile file = QcdqImporter.read(model);
    assertThat(file.quantization().inputs()).isEqualTo(drawn.quantization().inputs());
    assertThat(file.network().layers()).isEqualTo(drawn.network().layers());
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anOffsetIsPartOfTheThresholds(long seed) throws IOException {
    Path model = exported(shifted(SmallDeployed.draw(seed)));
    QcdqFile file = QcdqImporter.read(model);

    DeployedNetworkVerification result = validate(file, model);
    assertThat(result.passed()).as("%s", result).isTrue();
    assertThat(result.stepwise().share()).as("%s", result).isLessThan(1e-3);

    NetworkVerification run =
        DeployedNetwork.of(file, 2, 8)
            .run(
                SmallDeployed.image(file.network(), seed),
                1,
                HardwareCatalog.load("toy-8x8-w2a2"),
                true,
                (a, b, c, d) -> {});
    assertThat(run.failures()).isEmpty();
    assertThat(run.stepsRun()).as("no step of its own").isEqualTo(8);
  }

  /** Unsigned inputs of convolutions begin at 0.6 steps. */
  private static SmallDeployed shifted(SmallDeployed drawn) {
    Map<String, List<Activations>> inputs = new HashMap<>();
    Map<String, Layer> layers =
        drawn.network().layers().stream().collect(Collectors.toMap(Layer::name, l -> l));
    drawn
        .quantization()
        .inputs()
        .forEach(
            (name, forms) -> {
              boolean shifted =
                  Optional.ofNullable(layers.get(name))
                          .filter(ConvolutionRoles::isWeighted)
                          .isPresent()
                      && forms.stream().noneMatch(Activations::signed);
              inputs.put(
                  name,
                  shifted
                      ? forms.stream().map(f -> f.withOffset(0.6f * f.step())).toList()
                      : forms);
            });
    assertThat(inputs).isNotEqualTo(drawn.quantization().inputs());
    return new SmallDeployed(
        drawn.network(), new NetworkQuantization(drawn.quantization().weights(), inputs));
  }

  private static Activations moved(Activations form) {
    return new Activations(
        form.step(), form.bits(), form.signed(), form.narrow(), form.signed() ? -1 : 1);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w2a2", "toy-8x8-w2a2", "nvdla-small-w8a8"})
  void theClockedEngineWritesTheSame(String hardwareName) throws IOException {
    HardwareConfig hardware = HardwareCatalog.load(hardwareName);
    for (long seed = 1; seed <= 3; seed++) {
      QcdqFile file = QcdqImporter.read(exported(SmallDeployed.draw(seed)));
      DeployedNetwork network = DeployedNetwork.of(file, 2, 8);

      NetworkVerification run =
          network.run(
              SmallDeployed.image(file.network(), seed), 1, hardware, true, (a, b, c, d) -> {});

      assertThat(run.failures()).isEmpty();
      assertThat(run.stepsRun()).isEqualTo(8);
      assertThat(run.simulation().latencyCycles()).isPositive();
    }
  }

  /** The pooling that is read in two forms is two poolings, and both are right. */
  @Test
  void aPoolingReadInTwoFormsRunsTwice() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(1);

    DeployedNetwork network = DeployedNetwork.of(QcdqImporter.read(exported(drawn)), 2, 8);

    assertThat(network.originals()).isEqualTo(Map.of("pool.form2", "pool"));
    assertThat(network.network().layers()).hasSize(drawn.network().layers().size() + 1);
  }

  /** What the comparison is worth: integers of a slightly different network are found out. */
  @ParameterizedTest
  @ValueSource(strings = {"stem.bn", "bn1", "bn2", "bn3"})
  void aShiftedBatchNormIsUnexplained(String layer) throws IOException {
    Path model = exported(SmallDeployed.draw(2));
    QcdqFile file = QcdqImporter.read(model);
    WeightTensor shift = file.network().parameters().get(layer + ".shift");
    float[] moved = shift.values().clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] += 0.1f;
    }
    Network other =
        file.network()
            .withParameters(
                file.network()
                    .parameters()
                    .with(Map.of(layer + ".shift", new WeightTensor(shift.shape(), moved))));

    DeployedNetworkVerification result =
        validate(new QcdqFile(other, file.quantization(), file.codes(), file.probe()), model);

    assertThat(result.stepwise().unexplained()).as("%s", result).isPositive();
    assertThat(result.passed()).isFalse();
  }

  /** Where steps are round numbers, sums lie half way: that is no fault, and a fault is none. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void tiesAreExplained(long seed) throws IOException {
    Path model = exported(SmallDeployed.draw(seed).onTies());

    DeployedNetworkVerification result = validate(QcdqImporter.read(model), model);

    assertThat(result.stepwise().share()).as("%s", result).isGreaterThan(5e-4);
    assertThat(result.passed()).as("%s", result).isTrue();
  }

  /**
   * The smallest faults, in a network of ties, move fewer codes than the ties do, and are found.
   */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultAmongTiesIsUnexplained(Fault fault) throws IOException {
    SmallDeployed right = SmallDeployed.draw(2).onTies();
    Path model = exported(right);
    QcdqFile file = QcdqImporter.read(model);
    SmallDeployed wrong = fault.in(new SmallDeployed(file.network(), file.quantization()));

    DeployedNetworkVerification result =
        validate(
            new QcdqFile(wrong.network(), wrong.quantization(), file.codes(), file.probe()), model);

    assertThat(result.stepwise().unexplained()).as("%s", result).isPositive();
    assertThat(result.passed()).isFalse();
  }

  @Test
  void aFloatFileIsRefused() throws IOException {
    Path model = folder.resolve("float.onnx");
    OnnxExporter.write(SmallDeployed.draw(1).network(), model);

    assertThatThrownBy(() -> DeployedNetworkVerification.read(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found no quantization");
  }

  /** A float file runs too, on codes of its own weights; outputs are not all alike. */
  @Tag("slow")
  @Test
  void aFloatFileRunsOnMinMaxCodes() throws IOException {
    Path model = folder.resolve("float.onnx");
    OnnxExporter.write(SmallDeployed.draw(1).network(), model);
    DeployedNetwork network = DeployedNetwork.of(QcdqImporter.read(model), 2, 8);
    IntegerNetwork integers =
        SyntheticLowering.lower(
            network.network(),
            network.plan(),
            HardwareCatalog.load("toy-8x8-w2a2").precision().weightEncoding(),
            Addressing.STRIDED,
            1);

    NetworkVerification run =
        network.run(
            network.randomImage(1),
            1,
            HardwareCatalog.load("toy-8x8-w2a2"),
            true,
            (a, b, c, d) -> {});

    assertThat(run.failures()).isEmpty();
    assertThat(run.operands()).contains("min-max").contains("not quantized");
    CodeStore codes = integers.codes(network.randomImage(1));
    IntegerRun.run(
        integers,
        codes,
        (step, items, store) -> {
          List<int[]> outputs = IntegerRun.outputs(step, items, store);
          assertThat(java.util.Arrays.stream(outputs.get(0)).distinct().count())
              .as(step.name())
              .isGreaterThan(1);
          return outputs;
        });
  }
}
