package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.onnx.NetworkQuantization;
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
import org.junit.jupiter.params.provider.ValueSource;

/** QIL's activations, whose codes begin above zero, from libtorch to the clocked engine. */
class IntervalDeploymentTest {
  private static final int COUNT = 16;

  @TempDir private Path folder;

  private static TrainableNetwork model(int bits, Tensor images) {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 2),
            QuantizationScheme.of(
                QuantizerChoice.of("qil", bits), QuantizerChoice.of("qil", bits)));
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < 20; i++) {
        model.forward(images, true);
      }
      // What training may move it to: a quarter of the interval is pruned.
      for (ActivationQuantizer q : model.quantizers().inputs().values()) {
        for (Map.Entry<String, Tensor> p : q.parameters().entrySet()) {
          p.getValue().mul_(Torch.scalar(p.getKey().equals("center") ? 1.25 : 0.75));
        }
      }
    }
    return model;
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void thresholdsMakeTheCodesThatWereTrained(int bits) throws IOException {
    ImageDataset images =
        DatasetPair.load("embedded").train().subset("first", IntStream.range(0, 64).toArray());
    Normalization normalization = Normalization.measured(images);
    BatchMaker batches = new BatchMaker(images, normalization);
    TrainableNetwork model =
        model(bits, Torch.tensor(batches.plain(0, 64), 64, 1, images.height(), images.width()));
    NetworkQuantization quantization =
        IntegerConversion.of(
            model, images, normalization, new IntegerConversion.Widths(l -> 8, l -> 8));
    assertThat(quantization.inputs().values())
        .flatMap(forms -> forms)
        .filteredOn(form -> form.offset() > 0)
        .hasSize(2)
        .allMatch(form -> form.bits() == bits);
    Path file = folder.resolve("interval.onnx");
    OnnxExporter.write(model.toNetwork(), quantization, file);
    QcdqFile read = QcdqImporter.read(file);
    assertThat(read.quantization().inputs()).isEqualTo(quantization.inputs());

    DeployedNetworkVerification result =
        DeployedNetworkVerification.run(
            read,
            libtorch(FakeQuantizedNetwork.of(model, quantization), images, normalization),
            i -> batches.plain(i, 1),
            COUNT,
            1,
            i -> {});

    assertThat(result.stepwise().codes()).isGreaterThan(COUNT * 4000L);
    assertThat(result.passed()).as("%s", result).isTrue();
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
