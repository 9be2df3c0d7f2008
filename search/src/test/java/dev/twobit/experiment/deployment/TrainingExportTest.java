package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.training.Calibration;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.Normalization;
import dev.twobit.verification.ConversionError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a training, on a network that has not been trained. */
class TrainingExportTest {
  private static final DatasetPair DATA = DatasetPair.load("embedded");
  private static final Normalization NORMALIZATION = Normalization.measured(DATA.train());
  private static final IntegerPathRun.Extent EXTENT =
      new IntegerPathRun.Extent(48, 40, 4, Optional.of("toy-8x8-w2a2"), 1, 2);

  @TempDir private Path folder;

  private TrainingExport deployed(QuantizationScheme scheme) throws IOException {
    return deployed(TestNetworks.block(8), scheme);
  }

  private TrainingExport deployed(Network structure, QuantizationScheme scheme) throws IOException {
    return deployed(TrainableNetwork.of(Initializer.initialize(structure, 3), scheme), 8);
  }

  private TrainingExport deployed(TrainableNetwork model, int residualBits) throws IOException {
    List<String> said = new ArrayList<>();
    TrainingExport result =
        TrainingExport.run(
            model, new PreparedData(DATA, NORMALIZATION), residualBits, folder, EXTENT, said::add);
    assertThat(said).hasSize(5);
    return result;
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"2, 1.7", "3, 2.5", "4, 3"})
  void integersAreTheFakeQuantizedNetwork(int bits, String alpha) throws IOException {
    IntegerPath r =
        deployed(
                new QuantizationScheme(
                    QuantizerChoice.of("dorefa", bits),
                    new QuantizerChoice("pact", bits, Map.of("init", alpha)),
                    false))
            .integers();

    assertThat(r.libtorch().against()).isEqualTo("libtorch");
    assertThat(r.libtorch().images()).isEqualTo(40);
    assertThat(r.libtorch().stepwise().codes()).isGreaterThan(40 * 5000L);
    assertThat(r.libtorch().stepwise().unexplained()).as("%s", r).isZero();
    assertThat(r.libtorch().comparedTensors()).isEqualTo(r.libtorch().codeTensors());
    assertThat(r.libtorch().stepwise().share()).as("%s", r).isLessThan(1e-4);
    assertThat(r.onnxRuntime().passed()).as("%s", r).isTrue();
    assertThat(r.images()).isEqualTo(48);
    assertThat(r.differingClasses()).isLessThanOrEqualTo(1);
    assertThat(r.ticks()).hasSize(1);
    assertThat(r.ticks().get(0).steps()).isEqualTo(5);
    assertThat(r.ticks().get(0).differences()).isEmpty();
    assertThat(r.fileBytes()).isEqualTo(Files.size(folder.resolve(TrainingExport.FILE)));
    assertThat(r.storage().layers().stream().filter(l -> l.bits() == bits)).hasSize(2);
    assertThat(r.stored().errors()).isNotEmpty();
    for (ConversionError error : r.stored().errors()) {
      assertThat(error.bits()).isGreaterThan(2);
      assertThat(error.codes()).isGreaterThan(0);
      assertThat(error.unexplained()).as("%s", error).isZero();
      assertThat(error.largest()).isLessThanOrEqualTo(1);
      assertThat(error.share()).as("%s", error).isLessThan(0.01);
    }
    assertThat(r.stored().differingClasses()).isLessThanOrEqualTo(1);
  }

  /** The block's operands padded, the identity or the main one. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"6, 9", "9, 6"})
  void integersOfAPaddedNetworkAreTheFakeQuantizedNetwork(int stem, int main) throws IOException {
    Network padded =
        WidthAdapter.adapt(
            TestNetworks.block(8), Map.of("stem", stem, "conv2", main), UnequalOperands.PADDED);
    IntegerPath r = deployed(padded, QuantizationScheme.pact(2, false)).integers();

    assertThat(padded.layer("add.pad")).isPresent();
    assertThat(r.libtorch().stepwise().unexplained()).as("%s", r).isZero();
    assertThat(r.libtorch().comparedTensors()).isEqualTo(r.libtorch().codeTensors());
    assertThat(r.onnxRuntime().passed()).as("%s", r).isTrue();
    assertThat(r.ticks().get(0).differences()).isEmpty();
  }

  /** What Adds and poolings read has the codes that it is trained with, to the last. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void theResidualPathIsDeployedAsItIsTrained(int residualBits) throws IOException {
    QuantizationScheme scheme =
        new QuantizationScheme(
                QuantizerChoice.of("sawb", 2), new QuantizerChoice("pact", 2, Map.of()), true)
            .withResidual(QuantizerChoice.of("lsq", residualBits));
    TrainableNetwork model =
        TrainableNetwork.of(Initializer.initialize(TestNetworks.block(8), 3), scheme);
    Calibration.of(model, DATA.train(), NORMALIZATION, 4);
    TrainingExport result = deployed(model, residualBits);
    IntegerPath r = result.integers();

    assertThat(r.libtorch().comparedTensors()).isEqualTo(r.libtorch().codeTensors());
    assertThat(r.libtorch().stepwise().unexplained()).as("%s", r).isZero();
    assertThat(r.libtorch().stepwise().share()).as("%s", r).isLessThan(1e-5);
    assertThat(r.onnxRuntime().stepwise().share()).as("%s", r).isLessThan(1e-5);
    assertThat(r.ticks().get(0).differences()).isEmpty();
    var written = QcdqImporter.read(folder.resolve(TrainingExport.FILE)).quantization().inputs();
    model
        .quantizers()
        .operands()
        .forEach(
            (layer, own) ->
                assertThat(written.get(layer))
                    .isEqualTo(
                        own.stream()
                            .map(q -> new Activations(q.step(), residualBits, q.isSigned()))
                            .toList()));
    assertThat(model.quantizers().operands()).containsOnlyKeys("add", "pool");
    // First and last layer are all that is in float while it is trained.
    assertThat(result.asTrainedPercent())
        .isCloseTo(r.integersPercent(), within(100.0 / r.images() + 1e-9));
  }

  /** Likewise where an operand is padded: its zeros are code 0. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"6, 9", "9, 6"})
  void aPaddedResidualPathIsDeployedAsItIsTrained(int stem, int main) throws IOException {
    Network padded =
        WidthAdapter.adapt(
            TestNetworks.block(8), Map.of("stem", stem, "conv2", main), UnequalOperands.PADDED);
    QuantizationScheme scheme =
        QuantizationScheme.pact(2, true).withResidual(QuantizerChoice.of("lsq", 4));
    TrainableNetwork model = TrainableNetwork.of(Initializer.initialize(padded, 3), scheme);
    Calibration.of(model, DATA.train(), NORMALIZATION, 4);
    IntegerPath r = deployed(model, 4).integers();

    assertThat(r.libtorch().stepwise().unexplained()).as("%s", r).isZero();
    assertThat(r.libtorch().comparedTensors()).isEqualTo(r.libtorch().codeTensors());
    assertThat(r.libtorch().stepwise().share()).as("%s", r).isLessThan(1e-5);
    assertThat(r.onnxRuntime().passed()).as("%s", r).isTrue();
    assertThat(r.ticks().get(0).differences()).isEmpty();
  }

  /** Without quantizers everything is deployed at 8 bits. */
  @Test
  void aNetworkInFullPrecisionIsDeployedAtEightBits() throws IOException {
    IntegerPath r = deployed(QuantizationScheme.none()).integers();

    assertThat(r.libtorch().stepwise().unexplained()).as("%s", r).isZero();
    assertThat(r.storage().layers()).allMatch(l -> l.bits() == 8);
    assertThat(r.ticks().get(0).differences()).isEmpty();
  }
}
