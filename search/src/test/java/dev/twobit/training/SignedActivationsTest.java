package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.RandomNetworks;
import dev.twobit.network.TensorShape;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no ReLU has made non-negative is read with codes below zero. */
class SignedActivationsTest {
  private static final int COUNT = 16;

  private static QuantizationScheme scheme(String activations) {
    return new QuantizationScheme(
            QuantizerChoice.of("lsq", 2),
            QuantizerChoice.parse("--activations", activations, 2),
            true)
        .withResidual(QuantizerChoice.of("lsq", 4));
  }

  private static TrainableNetwork model(Network network, QuantizationScheme scheme) {
    return TrainableNetwork.of(Initializer.initialize(network, 3), scheme);
  }

  private static Tensor images(Network network) {
    TensorShape s = network.shape(network.inputs().get(0));
    Random random = new Random(4);
    float[] x = new float[COUNT * (int) s.elementCount()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return Torch.tensor(x, COUNT, s.channels(), s.height(), s.width());
  }

  private static List<String> signed(TrainableNetwork model) {
    return model.quantizers().inputs().entrySet().stream()
        .filter(e -> e.getValue().isSigned())
        .map(Map.Entry::getKey)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pact", "lsq"})
  void layersBehindALinearOneAreSigned(String activations) {
    TrainableNetwork model = model(TinyNetworks.bottlenecks(), scheme(activations));
    assertThat(model.quantizers().inputs()).hasSize(8);
    assertThat(signed(model)).containsExactlyInAnyOrder("one.expand", "two.expand", "fc1");
    assertThat(signed(model(TinyNetworks.of("depthwise"), scheme(activations))))
        .containsExactly("head");
    assertThat(signed(model(TinyNetworks.of("normalized first"), scheme(activations)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dorefa", "n2uq", "qil", "wrpn", "hwgq", "pact:bits=1", "lsq:bits=1"})
  void quantizersWithoutSuchCodesAreRefusedByName(String activations) {
    assertThatThrownBy(() -> model(TinyNetworks.bottlenecks(), scheme(activations)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bottlenecks: one.expand reads 'reduce', which no ReLU keeps")
        .hasMessageContaining("--activations '" + activations)
        .hasMessageNotContaining("\n");
    assertThat(signed(model(TestNetworks.block(8), scheme(activations)))).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60)
        .filter(
            seed ->
                RandomNetworks.network(seed).layers().stream()
                    .noneMatch(Layer.ParametricRelu.class::isInstance));
  }

  @Test
  void manyOfThemReadValuesBelowZero() {
    assertThat(
            seeds().filter(s -> !signed(model(RandomNetworks.network(s), scheme("lsq"))).isEmpty()))
        .hasSizeGreaterThan(15);
  }

  /** Whatever networks are made of: where a value below zero is read, so is one as quantized. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noValueIsClippedAtZeroUnlessAReluIsBefore(long seed) {
    Network network = RandomNetworks.network(seed);
    TrainableNetwork model = model(network, scheme(seed % 2 == 0 ? "lsq" : "pact"));
    Map<String, Layer> producers = network.producers();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor images = images(network);
      model.forward(images, true);
      model.forward(
          images,
          false,
          (layer, inputs) -> {
            ActivationQuantizer input = model.quantizers().inputs().get(layer.name());
            List<ActivationQuantizer> own =
                input == null
                    ? model.quantizers().operands().getOrDefault(layer.name(), List.of())
                    : List.of(input);
            for (int i = 0; i < own.size(); i++) {
              Layer before = producers.get(layer.inputs().get(i));
              if (before == null || !before.isRelu()) { // PACT stands for a ReLU before it
                require(own.get(i), Torch.floats(inputs.get(i)));
              }
            }
          });
    }
  }

  private static void require(ActivationQuantizer quantizer, float[] read) {
    float[] values = Torch.floats(quantizer.quantize(Torch.tensor(read, read.length)));
    for (int i = 0; i < read.length; i++) {
      boolean zeroed = read[i] < -0.51 * quantizer.step() && values[i] >= 0;
      assertThat(zeroed).as("%s of %s", read[i], quantizer.name()).isFalse();
    }
  }

  /** A tensor that an inserted convolution writes may be below zero: as far, in fewer codes. */
  @ParameterizedTest
  @CsvSource({"lsq, 15, 7", "pact, 1, 0.875"})
  void whatBecomesSignedKeepsItsExtent(String activations, float unsigned, float signed) {
    Network network = TinyNetworks.readSum();
    QuantizationScheme scheme = scheme(activations + ":bits=4");
    TrainableNetwork parent = model(network, scheme);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      parent.forward(images(network), true);
    }
    Network bridged =
        WidthAdapter.adapt(network, Map.of("stem", 6, "a", 8), UnequalOperands.SHORTCUT);
    TrainableNetwork child = model(bridged, scheme);
    Calibration.adopt(child, parent);
    assertThat(signed(parent)).isEmpty();
    assertThat(signed(child)).containsExactly("b");
    float before = parameter(parent, "b");
    assertThat(before).isPositive();
    assertThat(signed * parameter(child, "b"))
        .isCloseTo(unsigned * before, within(1e-6f * unsigned * before));
    assertThat(parameter(child, "a")).isEqualTo(parameter(parent, "a"));
  }

  private static float parameter(TrainableNetwork model, String layer) {
    return Objects.requireNonNull(model.quantizers().inputs().get(layer))
        .parameters()
        .values()
        .iterator()
        .next()
        .item_float();
  }

  private static ImageDataset noise(int least) {
    Random random = new Random(3);
    byte[] pixels = new byte[3 * 8 * 8 * COUNT];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (least + random.nextInt(256 - least));
    }
    return new ImagesInMemory("noise", pixels, random.ints(COUNT, 0, 5).toArray(), 3, 8, 8, 5);
  }

  /**
   * What is calibrated has codes below zero where that can be, though no image of the calibration
   * shows it: only pixels are known never to be there.
   */
  @ParameterizedTest
  @CsvSource({"unit, false", "'0.01,0.01,0.01/1,1,1', true", "none, false"})
  void calibratedSignsDoNotHangOnTheImages(String normalization, boolean signed) {
    TrainableNetwork model = model(TinyNetworks.bottlenecks(), QuantizationScheme.none());
    Map<String, List<Activations>> inputs =
        IntegerConversion.of(
                model,
                noise(100),
                Normalization.parse(normalization, 3),
                new IntegerConversion.Widths(l -> 8, l -> 8))
            .inputs();
    assertThat(Objects.requireNonNull(inputs.get("stem")).get(0).signed()).isEqualTo(signed);
    var found = new TreeSet<String>();
    inputs.forEach(
        (layer, forms) ->
            forms.stream().filter(Activations::signed).forEach(f -> found.add(layer)));
    found.remove("stem");
    assertThat(found)
        .containsExactly("fc1", "fc2", "one.add", "one.expand", "two.add", "two.expand");
  }

  /** A calibrated range that ends with a multiple of what it is made of has the longer step. */
  @Test
  void sumsOfProductsAreReadOffTheTies() {
    TrainableNetwork model =
        model(TinyNetworks.bottlenecks(), scheme("lsq").withResidual(QuantizerChoice.none()));
    ImageDataset images = noise(0);
    Normalization normalization = Normalization.measured(images);
    Calibration.quantizers(model, images, normalization);
    var deployed =
        IntegerConversion.of(
            model, images, normalization, new IntegerConversion.Widths(l -> 8, l -> 8));
    Activations form = Objects.requireNonNull(deployed.inputs().get("one.add")).get(0);
    double unit =
        (double) Objects.requireNonNull(deployed.inputs().get("one.project")).get(0).step()
            * Objects.requireNonNull(deployed.weights().get("one.project")).steps().get(0);
    double multiples = 127 * form.step() / unit;
    assertThat(multiples).isBetween(4.0, 500.0);
    assertThat(multiples / Math.rint(multiples)).isCloseTo(1022.0 / 1021, within(1e-5));
  }
}
