package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ImportedWeightsTest {
  /** Convolutions with biases, as an exporter that folds leaves them. */
  private static Network folded() {
    Random random = new Random(4);
    Map<String, WeightTensor> values = new HashMap<>();
    values.put("a.weight", Initializer.normal(TensorShape.of(6, 1, 3, 3), 0.4, random));
    values.put("a.bias", Initializer.normal(TensorShape.of(6), 0.5, random));
    values.put("b.weight", Initializer.normal(TensorShape.of(4, 6, 3, 3), 0.4, random));
    values.put("b.bias", Initializer.normal(TensorShape.of(4), 0.5, random));
    values.put("fc.weight", Initializer.normal(TensorShape.of(10, 1024), 0.1, random));
    return new Network(
        "folded",
        List.of("x"),
        List.of("y"),
        List.of(
            new Layer.Convolution("a", "x", "p", 1, 6, Window.square(3, 1, 1), 1, true),
            Layer.Activation.relu("relu", "p", "q"),
            new Layer.Convolution(
                "b",
                "q",
                "r",
                6,
                4,
                new Window(
                    new Extent(3, 3), new Extent(2, 2), new Extent(1, 1), new Padding(1, 1, 1, 1)),
                1,
                true),
            new Layer.Reshape("flat", "r", "f", TensorShape.of(1, 1024)),
            new Layer.FullyConnected("fc", "f", "y", 1024, 10, false)),
        Map.of(
            "x", TensorShape.of(1, 1, 32, 32),
            "p", TensorShape.of(1, 6, 32, 32),
            "q", TensorShape.of(1, 6, 32, 32),
            "r", TensorShape.of(1, 4, 16, 16),
            "f", TensorShape.of(1, 1024),
            "y", TensorShape.of(1, 10)),
        Parameters.of(values),
        true);
  }

  @Test
  void theEvaluatedOutputOfASmallNetworkIsUnchanged() {
    DatasetPair data = DatasetPair.load("embedded");
    requireUnchanged(folded(), data, Normalization.measured(data.train()), 3);
  }

  @Test
  void theEvaluatedOutputOfResNet20IsUnchanged() {
    Network network =
        NetworkCanonicalizer.canonical(
            OnnxImporter.read(SharedModels.model("cifar_resnet/resnet20_cifar10_op13.onnx")));
    DatasetPair data = DatasetPair.load("cifar10:" + SharedModels.require("data/cifar10"));
    requireUnchanged(network, data, Normalization.parse("imagenet", 3), 2);
  }

  private static void requireUnchanged(
      Network file, DatasetPair data, Normalization normalization, int images) {
    var restoration = BatchNormalizationRestorer.restore(file);
    assertThat(restoration.restored()).isNotEmpty();
    Network calibrated =
        ImportedWeights.calibrate(
            restoration.network(), restoration.restored(), data.train(), normalization);
    String bn = restoration.restored().iterator().next() + ".bn";
    assertThat(calibrated.parameters().get(bn + ".scale").values()[0]).isNotEqualTo(1f);
    ImageDataset some = data.test().subset("some", IntStream.range(0, images).toArray());
    float[][] ours =
        Evaluator.logits(
            TrainableNetwork.of(calibrated, QuantizationScheme.none()), some, normalization);
    BatchMaker batches = new BatchMaker(some, normalization);
    for (int i = 0; i < images; i++) {
      float[] expected = ReferenceExecutor.run(file, batches.plain(i, 1));
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int c = 0; c < expected.length; c++) {
        assertThat(Math.abs(ours[i][c] - expected[c]) / largest).isLessThan(1e-4);
      }
    }
  }
}
