package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.quantization.QuantizerRegistry;
import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the quantizers of a trained network start. */
class QuantizedStartTest {
  private static final Network NETWORK = Initializer.initialize(TestNetworks.block(8), 3);

  private static QuantizerChoice weights(String text) {
    return QuantizerChoice.parse("--weights", text, 2);
  }

  private static QuantizerChoice activations(String text) {
    return QuantizerChoice.parse("--activations", text, 2);
  }

  private static Tensor images() {
    Random random = new Random(5);
    float[] pixels = new float[16 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Torch.tensor(pixels, 16, 1, 32, 32);
  }

  private static Tensor get(Map<String, Tensor> tensors, String key) {
    Tensor tensor = tensors.get(key);
    if (tensor == null) {
      throw new AssertionError("no tensor " + key);
    }
    return tensor;
  }

  /** Weights a tenth as large have a step a tenth as large, layer by layer. */
  @Test
  void aWeightStepIsOfTheWeightsOfTheFile() {
    WeightTensor w = NETWORK.parameters().get("conv1.weight");
    float[] small = w.values().clone();
    for (int i = 0; i < small.length; i++) {
      small[i] *= 0.125f;
    }
    Network other =
        NETWORK.withParameters(
            NETWORK.parameters().with(Map.of("conv1.weight", new WeightTensor(w.shape(), small))));
    QuantizationScheme lsq = QuantizationScheme.of(weights("lsq"), activations("lsq"));
    Map<String, Tensor> before = TrainableNetwork.of(NETWORK, lsq).trainable();
    Map<String, Tensor> after = TrainableNetwork.of(other, lsq).trainable();
    assertThat(get(after, "conv1.quantizer.step").item_float())
        .isCloseTo(get(before, "conv1.quantizer.step").item_float() / 8, within(1e-6f));
    assertThat(get(after, "conv2.quantizer.step").item_float())
        .isEqualTo(get(before, "conv2.quantizer.step").item_float());
  }

  /** A layer's step is of what it reads from layers that are quantized already. */
  @ParameterizedTest
  @ValueSource(strings = {"lsq", "lsqplus", "n2uq", "pact", "qil"})
  void activationsStartLayerByLayerBehindQuantizedOnes(String name) {
    TrainableNetwork network =
        TrainableNetwork.of(
            NETWORK, new QuantizationScheme(weights("sawb"), activations(name), true));
    Tensor images = images();
    try (NoGradGuard guard = new NoGradGuard()) {
      network.forward(images, true);
      network.forward(
          images,
          true,
          (layer, inputs) -> {
            ActivationQuantizer own = network.quantizers().inputs().get(layer.name());
            if (own != null) {
              ActivationQuantizer again =
                  QuantizerRegistry.activations(activations(name)).orElseThrow();
              again.initializeFrom(inputs.get(0));
              assertThat(own.spacing()).as(layer.name()).isEqualTo(again.spacing());
            }
          });
    }
  }

  @Test
  void sharesOfLevelsAreOfAllWeightsAndAddUp() {
    List<WeightLevelShares> layers =
        WeightLevelShares.of(
            TrainableNetwork.of(
                NETWORK, QuantizationScheme.of(weights("sawb"), activations("pact"))));
    assertThat(layers).extracting(WeightLevelShares::layer).containsExactly("conv1", "conv2");
    assertThat(layers)
        .allSatisfy(
            l -> {
              assertThat(l.shares().keySet()).isSubsetOf(-3, -1, 1, 3);
              assertThat(l.shares().values().stream().mapToDouble(s -> s).sum())
                  .isCloseTo(1, within(1e-9));
              assertThat(l.inner()).isBetween(0.5, 0.85);
            });
    assertThat(WeightLevelShares.warning(layers)).isEmpty();
  }

  /** One weight of ten takes DoReFa's outer levels for itself; evenly spread ones use them all. */
  @Test
  void aLayerThatBeginsBinaryIsWarnedOf() {
    WeightTensor w = NETWORK.parameters().get("conv2.weight");
    float[] large = w.values().clone();
    large[0] = 10;
    float[] even = w.values().clone();
    for (int i = 0; i < even.length; i++) {
      even[i] = 2f * i / even.length - 1;
    }
    Network outlier =
        NETWORK.withParameters(
            NETWORK
                .parameters()
                .with(
                    Map.of(
                        "conv1.weight", new WeightTensor(w.shape(), even),
                        "conv2.weight", new WeightTensor(w.shape(), large))));
    assertThat(
            WeightLevelShares.warning(
                WeightLevelShares.of(
                    TrainableNetwork.of(
                        outlier, QuantizationScheme.of(weights("dorefa"), activations("pact"))))))
        .hasValueSatisfying(
            line -> assertThat(line).contains("in 1 of 2 layers", "'conv2'").doesNotContain("\n"));
    assertThat(
            WeightLevelShares.warning(
                WeightLevelShares.of(
                    TrainableNetwork.of(
                        outlier,
                        QuantizationScheme.of(weights("dorefa:bits=1"), activations("pact"))))))
        .isEmpty();
  }

  /** Weights of one magnitude all fall on SAWB's outer levels, at two bits and not at four. */
  @Test
  void aLevelThatSawbLeavesOutIsWarnedOf() {
    WeightTensor w = NETWORK.parameters().get("conv2.weight");
    float[] signs = w.values().clone();
    for (int i = 0; i < signs.length; i++) {
      signs[i] = i % 2 == 0 ? 1 : -1;
    }
    Network two =
        NETWORK.withParameters(
            NETWORK.parameters().with(Map.of("conv2.weight", new WeightTensor(w.shape(), signs))));
    assertThat(warning(two, "sawb"))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("a level of SAWB has under 5 %", "in 1 of 2 layers ('conv2')")
                    .doesNotContain("\n"));
    assertThat(warning(two, "sawb:bits=4")).isEmpty();
    assertThat(warning(two, "lsq")).isEmpty();
  }

  private static Optional<String> warning(Network network, String weights) {
    return WeightLevelShares.warning(
        WeightLevelShares.of(
            TrainableNetwork.of(
                network, QuantizationScheme.of(weights(weights), activations("pact")))));
  }
}
