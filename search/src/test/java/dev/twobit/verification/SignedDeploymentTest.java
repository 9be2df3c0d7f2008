package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Torch;
import dev.twobit.training.FakeQuantizedNetwork;
import dev.twobit.training.Initializer;
import dev.twobit.training.IntegerConversion;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks that read tensors below zero, from training steps to every file and the clocked engine.
 */
@Tag("slow")
class SignedDeploymentTest {
  private static final int COUNT = 32;

  @TempDir private Path folder;

  private ImageDataset images = noise();

  private static ImageDataset noise() {
    Random random = new Random(3);
    byte[] pixels = new byte[3 * 8 * 8 * COUNT];
    random.nextBytes(pixels);
    return new ImagesInMemory("noise", pixels, random.ints(COUNT, 0, 5).toArray(), 3, 8, 8, 5);
  }

  private Normalization normalization() {
    return Normalization.measured(images);
  }

  private static Network network(String name) {
    return Initializer.initialize(
        name.equals("bottlenecks") ? TinyNetworks.bottlenecks() : TinyNetworks.of(name), 2);
  }

  private Tensor batch(float[] pixels) {
    return Torch.tensor(pixels, COUNT, images.channels(), images.height(), images.width());
  }

  /** Some steps of descent on all images; quantizers learn too. */
  private List<Double> train(TrainableNetwork model) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      try (PointerScope scope = new PointerScope()) {
        float[] pixels = new BatchMaker(images, normalization()).plain(0, COUNT);
        long[] labels = images.labels(IntStream.range(0, COUNT).toArray());
        Tensor logits = model.forward(batch(pixels), true);
        Tensor loss = torch.cross_entropy_loss(logits, Tensor.create(labels, COUNT));
        loss.backward();
        try (NoGradGuard guard = new NoGradGuard()) {
          for (Tensor p : model.trainable().values()) {
            if (p.mutable_grad().defined()) {
              p.add_(p.mutable_grad(), Torch.scalar(-0.02));
              p.mutable_grad().zero_();
            }
          }
        }
        model.constrain();
        losses.add(loss.item_double());
      }
    }
    return losses;
  }

  @ParameterizedTest
  @CsvSource({
    "bottlenecks, sawb, pact, 2, 8, 3",
    "bottlenecks, lsq, lsq, 2, 4, 3",
    "bottlenecks, lsq, pact, 4, 8, 3",
    "depthwise, dorefa, pact, 2, 2, 1",
    "depthwise, lsq, lsq, 3, 8, 1",
    "normalized first, sawb, lsq, 2, 4, 0"
  })
  void codesAreThoseThatWereTrained(
      String name, String weights, String activations, int bits, int residualBits, int signed)
      throws IOException {
    QuantizationScheme scheme =
        new QuantizationScheme(
                QuantizerChoice.of(weights, bits), QuantizerChoice.of(activations, bits), true)
            .withResidual(
                residualBits < 8
                    ? QuantizerChoice.of("lsq", residualBits)
                    : QuantizerChoice.none());
    TrainableNetwork model = TrainableNetwork.of(network(name), scheme);
    NetworkQuantization quantization = required(model, bits, residualBits, signed);
    everyFormIsRead(model.toNetwork(), quantization, new BatchMaker(images, normalization()));
  }

  /** The file that showed it, with its own weights. */
  @Test
  void linearBottlenecksOfAFile() throws IOException {
    Network network =
        NetworkCanonicalizer.canonical(OnnxImporter.read(SharedModels.require("cases/linbn.onnx")));
    images =
        DatasetPair.load("embedded").train().subset("first", IntStream.range(0, COUNT).toArray());
    QuantizationScheme scheme =
        new QuantizationScheme(QuantizerChoice.of("sawb", 2), QuantizerChoice.of("pact", 2), true);
    NetworkQuantization quantization = required(TrainableNetwork.of(network, scheme), 2, 8, 4);
    assertThat(quantization.weights()).hasSize(13);
  }

  /** As trained, as integers, as files and on the clocked engine. */
  private NetworkQuantization required(
      TrainableNetwork model, int bits, int residualBits, int signed) throws IOException {
    List<Double> losses = train(model);
    assertThat(losses.get(11)).isLessThan(losses.get(0));
    NetworkQuantization quantization =
        IntegerConversion.of(
            model,
            images,
            normalization(),
            new IntegerConversion.Widths(
                l -> 8,
                l -> l.asAdd().isPresent() || l.asPooling().isPresent() ? residualBits : 8));
    assertThat(
            model.quantizers().inputs().keySet().stream()
                .map(l -> quantization.inputs().getOrDefault(l, List.of()).get(0))
                .filter(form -> form.equals(new Activations(form.step(), bits, true))))
        .as("zero point 0, whole range")
        .hasSize(signed);
    Path file = folder.resolve("signed.onnx");
    OnnxExporter.write(model.toNetwork(), quantization, file);
    QcdqFile read = QcdqImporter.read(file);
    assertThat(read.quantization().inputs()).isEqualTo(quantization.inputs());

    BatchMaker batches = new BatchMaker(images, normalization());
    DeployedNetworkVerification ours =
        DeployedNetworkVerification.run(
            read,
            libtorch(FakeQuantizedNetwork.of(model, quantization)),
            i -> batches.plain(i, 1),
            COUNT,
            1,
            i -> {});
    DeployedNetworkVerification theirs =
        DeployedNetworkVerification.againstOnnxRuntime(
            read, ModelSource.of(file), i -> batches.plain(i, 1), 8, 1, i -> {});
    assertThat(ours.passed()).as("%s", ours).isTrue();
    assertThat(ours.stepwise().share()).as("%s", ours).isLessThan(2e-5);
    assertThat(theirs.passed()).as("%s", theirs).isTrue();
    NetworkVerification run =
        DeployedNetwork.of(read, bits, residualBits)
            .run(
                batches.plain(0, 1),
                1,
                HardwareCatalog.load("toy-8x8-w2a2"),
                true,
                (a, b, c, d) -> {});
    assertThat(run.failures()).isEmpty();
    return quantization;
  }

  /** Written in each form, it computes what the integers say, here and in ONNX Runtime. */
  private void everyFormIsRead(
      Network network, NetworkQuantization quantization, BatchMaker batches) throws IOException {
    TensorShape shape = network.shape(network.inputs().get(0));
    for (ExportFormat format : ExportFormat.values()) {
      Path file = folder.resolve(format.name() + ".onnx");
      OnnxExporter.write(network, quantization, format, Map.of(), file);
      QcdqFile read = QcdqImporter.read(file);
      assertThat(read.quantization().inputs()).as("%s", format).isEqualTo(quantization.inputs());
      for (int i = 0; i < 4; i++) {
        float[] expected = quantization.run(network, batches.plain(i, 1));
        requireClose(read.quantization().run(read.network(), batches.plain(i, 1)), expected);
        if (format != ExportFormat.QONNX) {
          try (var session = OnnxRuntimeSession.open(file, Optimization.NONE, 1)) {
            requireClose(session.run(batches.plain(i, 1), shape), expected);
          }
        }
      }
    }
  }

  private static void requireClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    float largest = 0;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat(largest).isPositive();
    assertThat(found).containsExactly(expected, within(1e-4f * largest));
  }

  private FloatNetwork libtorch(FakeQuantizedNetwork network) {
    return new FloatNetwork() {
      @Override
      public String name() {
        return "libtorch";
      }

      @Override
      public List<Run> run(int first, int count) {
        return network.images(images, normalization(), first, count).stream()
            .map(i -> new Run(i.logits(), i.codes()))
            .toList();
      }
    };
  }
}
