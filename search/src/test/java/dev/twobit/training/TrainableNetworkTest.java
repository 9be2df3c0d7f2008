package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TrainableNetworkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar_resnet/resnet20_cifar10_op13_conv1x1.onnx",
        "cifar_resnet/resnet20_cifar10_op13.onnx",
        "mlperf_tiny/resnet8_float_autopad_op11.onnx",
        "other/mnist8_cntk_conv.onnx",
        "torchvision/tv_squeezenet1_1_op16_nofold.onnx"
      })
  void inFullPrecisionEqualsTheReferenceExecutor(String model) {
    Network network =
        BatchNormalizationRestorer.restore(
                NetworkCanonicalizer.canonical(OnnxImporter.read(SharedModels.model(model))))
            .network();
    TensorShape shape = network.shape(network.inputs().get(0));
    Random random = new Random(1);
    float[] input = new float[(int) shape.elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] expected = ReferenceExecutor.run(network, input);
    float[] actual;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      TrainableNetwork trainable = TrainableNetwork.of(network, QuantizationScheme.none());
      actual =
          Torch.floats(
              trainable.forward(Torch.channelsLast(Torch.tensor(input, Torch.dims(shape))), false));
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(difference / largest).isLessThan(1e-4);
  }

  /** The trained ResNet-20 on 300 real images: image by image as ONNX Runtime says. */
  @Test
  void trainedResNet20AgreesWithOnnxRuntimeImageByImage() {
    Path model = SharedModels.resnet20();
    Network network = OnnxImporter.read(model);
    ImageDataset images =
        DatasetPair.load("cifar10:" + SharedModels.require("data/cifar10"))
            .test()
            .subset("first 300", IntStream.range(0, 300).toArray());
    Normalization normalization = Normalization.parse("imagenet", 3);
    TrainableNetwork trainable = TrainableNetwork.of(network, QuantizationScheme.none());
    float[][] ours = Evaluator.logits(x -> trainable.forward(x, false), images, normalization);
    int correct = 0;
    try (var session = OnnxRuntimeSession.open(model)) {
      var batches = new dev.twobit.training.data.BatchMaker(images, normalization);
      for (int i = 0; i < images.size(); i++) {
        float[] theirs = session.run(batches.plain(i, 1), TensorShape.of(1, 3, 32, 32));
        assertThat(Evaluator.argmax(ours[i])).as("image %d", i).isEqualTo(Evaluator.argmax(theirs));
        correct += Evaluator.argmax(theirs) == images.label(i) ? 1 : 0;
      }
    }
    assertThat(correct).isGreaterThan(260);
  }
}
