package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Torch;
import dev.twobit.training.FakeQuantizedNetwork;
import dev.twobit.training.Initializer;
import dev.twobit.training.IntegerConversion;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantizers whose codes are not just rounded values, from libtorch to the clocked engine. */
class QuantizerDeploymentTest {
  private static final int COUNT = 16;

  @TempDir private Path folder;

  private static TrainableNetwork model(String weights, String activations, Tensor images) {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(
                activations.startsWith("lsqplus") ? leaky() : TestNetworks.block(8), 2),
            QuantizationScheme.of(
                QuantizerChoice.parse("--weights", weights, 2),
                QuantizerChoice.parse("--activations", activations, 2)));
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < 8; i++) {
        model.forward(images, true);
      }
      model.quantizers().inputs().values().forEach(QuantizerDeploymentTest::move);
    }
    return model;
  }

  /** What quantized layers read has values below zero. */
  private static Network leaky() {
    Network block = TestNetworks.block(8);
    List<Layer> layers =
        block.layers().stream()
            .<Layer>map(
                l ->
                    l.isRelu()
                        ? new Layer.Activation(
                            l.name(), l.input(), l.output(), Layer.Function.LEAKY_RELU, 0.3, 0)
                        : l)
            .toList();
    return block.with(layers, block.shapes(), block.parameters());
  }

  /** What training may move it to: a quarter of the interval is pruned, one code is below zero. */
  private static void move(ActivationQuantizer quantizer) {
    quantizer
        .parameters()
        .forEach(
            (name, p) -> {
              if (name.equals("center") || name.equals("distance")) {
                p.mul_(Torch.scalar(name.equals("center") ? 1.25 : 0.75));
              } else if (name.startsWith("length")) {
                p.mul_(Torch.scalar(name.equals("length2") ? 1.4 : 0.7));
              } else if (name.equals("below")) {
                p.fill_(Torch.scalar(1.2 * quantizer.step()));
              }
            });
  }

  /**
   * The integers equal libtorch, the file ONNX Runtime, and the clocked engine both.
   *
   * @param shifted layers whose codes begin above zero, or below
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "qil:bits=2, qil:bits=2, 2",
    "qil:bits=8, qil:bits=8, 2",
    "sawb:bits=2, n2uq:bits=2, 2",
    "lsq:bits=2, n2uq:bits=1, 2",
    "lsq:bits=2, lsqplus:bits=2, 2",
    "lsq:bits=4, 'lsqplus:bits=4,delta=0.1', 2",
    "apot:bits=2, pact:bits=2, 0",
    "apot:bits=4, lsq:bits=4, 0",
    "'wrpn:bits=2,normalize=mean-std', 'lsq:bits=2,delta=0.1', 0"
  })
  void integersMakeTheCodesThatWereTrained(String weights, String activations, int shifted)
      throws IOException {
    ImageDataset images =
        DatasetPair.load("embedded").train().subset("first", IntStream.range(0, 64).toArray());
    Normalization normalization = Normalization.measured(images);
    BatchMaker batches = new BatchMaker(images, normalization);
    TrainableNetwork model =
        model(
            weights,
            activations,
            Torch.tensor(batches.plain(0, 64), 64, 1, images.height(), images.width()));
    int bits = QuantizerChoice.parse("--activations", activations, 2).bits();
    NetworkQuantization quantization =
        IntegerConversion.of(
            model, images, normalization, new IntegerConversion.Widths(l -> 8, l -> 8));
    assertThat(quantization.inputs().values())
        .flatMap(forms -> forms)
        .filteredOn(form -> form.offset() > 0 || form.zero() > 0 || !form.thresholds().isEmpty())
        .hasSize(shifted)
        .allMatch(form -> form.bits() == bits);
    Path file = folder.resolve("quantized.onnx");
    OnnxExporter.write(model.toNetwork(), quantization, file);
    QcdqFile read = QcdqImporter.read(file);
    for (ExportFormat format : ExportFormat.values()) {
      Path other = folder.resolve(format.text() + ".onnx");
      Files.write(other, OnnxExporter.bytes(model.toNetwork(), quantization, format, Map.of()));
      assertThat(QcdqImporter.read(other).quantization().inputs())
          .as(format.text())
          .isEqualTo(quantization.inputs());
    }
    assertThat(read.quantization().inputs()).isEqualTo(quantization.inputs());
    quantization
        .weights()
        .forEach(
            (layer, w) ->
                assertThat(read.quantization().weights().get(layer))
                    .as(layer)
                    .satisfies(r -> assertThat(r.levels()).isEqualTo(w.levels()))
                    .satisfies(r -> assertThat(r.steps()).isEqualTo(w.steps())));
    compare(
        read,
        libtorch(FakeQuantizedNetwork.of(model, quantization), images, normalization),
        batches);
    try (OnnxRuntimeNetwork runtime =
        new OnnxRuntimeNetwork(read, ModelSource.of(file), i -> batches.plain(i, 1), 1)) {
      compare(read, runtime, batches);
    }
    NetworkVerification run =
        DeployedNetwork.of(read, bits, 8)
            .run(
                batches.plain(0, 1),
                1,
                HardwareCatalog.load("toy-8x8-w2a2"),
                true,
                (a, b, c, d) -> {});
    assertThat(run.failures()).isEmpty();
  }

  private static void compare(QcdqFile file, FloatNetwork against, BatchMaker batches) {
    DeployedNetworkVerification result =
        DeployedNetworkVerification.run(file, against, i -> batches.plain(i, 1), COUNT, 1, i -> {});
    assertThat(result.stepwise().codes()).isGreaterThan(COUNT * 4000L);
    assertThat(result.passed()).as("%s", result).isTrue();
  }

  private static FloatNetwork libtorch(
      FakeQuantizedNetwork network, ImageDataset images, Normalization normalization) {
    return new FloatNetwork() {
      @Override
      public String name() {
        return "libtorch";
      }

      @Override
      public List<Run> run(int first, int count) {
        return network.images(images, normalization, first, count).stream()
            .map(i -> new Run(i.logits(), i.codes()))
            .toList();
      }
    };
  }
}
