package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class CalibrationTest {
  private static final ImageDataset IMAGES =
      DatasetPair.load("embedded").train().subset("some", IntStream.range(0, 256).toArray());
  private static final Normalization NORMALIZATION = Normalization.measured(IMAGES);

  private static QuantizationScheme scheme(String activations) {
    return new QuantizationScheme(
        QuantizerChoice.of("sawb", 2), QuantizerChoice.of(activations, 2), true);
  }

  private static Map<String, Float> steps(TrainableNetwork model) {
    Map<String, Float> steps = new HashMap<>();
    model.quantizers().inputs().forEach((layer, q) -> steps.put(layer, q.step()));
    return steps;
  }

  /** A range is what the quantizer takes from values that came through quantized layers. */
  @ParameterizedTest
  @ValueSource(strings = {"pact", "lsq"})
  void rangesAreOfWhatQuantizedLayersGive(String activations) {
    QuantizationScheme scheme = scheme(activations);
    TrainableNetwork model =
        TrainableNetwork.of(Initializer.initialize(TestNetworks.block(8), 3), scheme);
    Calibration.quantizers(model, IMAGES, NORMALIZATION);
    Map<String, Float> expected = new HashMap<>();
    int[] order = BatchMaker.order(IMAGES.size(), 0, 0);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor batch =
          Torch.tensor(new BatchMaker(IMAGES, NORMALIZATION).plain(order), order.length, 1, 32, 32);
      model.forward(
          Torch.channelsLast(batch),
          true,
          (layer, inputs) -> {
            if (model.quantizers().inputs().containsKey(layer.name())) {
              ActivationQuantizer own = scheme.createActivations(false).orElseThrow();
              own.initializeFrom(inputs.get(0));
              expected.put(layer.name(), own.step());
            }
          });
    }
    assertThat(steps(model)).isEqualTo(expected).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pact", "lsq"})
  void adoptedRangesStayInTraining(String activations) {
    TrainableNetwork parent =
        TrainableNetwork.of(Initializer.initialize(TestNetworks.block(8), 3), scheme(activations));
    Calibration.of(parent, IMAGES, NORMALIZATION, 2);
    TrainableNetwork child =
        TrainableNetwork.of(Initializer.initialize(TestNetworks.block(8), 9), scheme(activations));
    Calibration.adopt(child, parent);
    Calibration.statistics(child, IMAGES, NORMALIZATION, 2);
    assertThat(steps(child)).isEqualTo(steps(parent));
  }
}
