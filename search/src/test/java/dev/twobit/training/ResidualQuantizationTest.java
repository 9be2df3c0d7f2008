package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The residual path with few bits while it is trained. */
class ResidualQuantizationTest {
  private static final int COUNT = 32;
  private static final ImageDataset IMAGES =
      DatasetPair.load("embedded").train().subset("first", IntStream.range(0, COUNT).toArray());
  private static final Normalization NORMALIZATION = Normalization.measured(IMAGES);

  private static QuantizationScheme scheme(int residualBits) {
    return new QuantizationScheme(
            QuantizerChoice.of("sawb", 2), new QuantizerChoice("pact", 2, Map.of()), true)
        .withResidual(QuantizerChoice.of("lsq", residualBits));
  }

  private static TrainableNetwork model(Network structure, int residualBits) {
    return TrainableNetwork.of(Initializer.initialize(structure, 2), scheme(residualBits));
  }

  private static Tensor images() {
    float[] pixels = new BatchMaker(IMAGES, NORMALIZATION).plain(0, COUNT);
    return Torch.tensor(pixels, COUNT, 1, 32, 32);
  }

  private static List<ActivationQuantizer> of(TrainableNetwork model, String layer) {
    return Objects.requireNonNull(model.quantizers().operands().get(layer), layer);
  }

  private static List<Boolean> signs(TrainableNetwork model, String layer) {
    return of(model, layer).stream().map(ActivationQuantizer::isSigned).toList();
  }

  @Test
  void whatNoReluIsBeforeIsSigned() {
    TrainableNetwork model = model(TestNetworks.block(8), 4);
    assertThat(model.quantizers().operands()).containsOnlyKeys("add", "pool");
    assertThat(signs(model, "add")).containsExactly(true, false);
    assertThat(signs(model, "pool")).containsExactly(false);
    assertThat(model.trainable())
        .containsKeys("add.operand0.step", "add.operand1.step", "pool.operand0.step");
    assertThat(model.trainable().keySet())
        .filteredOn(key -> key.contains("operand"))
        .allMatch(LayerQuantizers::isQuantizerKey);
  }

  /** Each operand of a sum has few values, its step is learned, and so is what is before it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void stepsStartFromTheFirstBatchAndAreLearned(int bits) {
    TrainableNetwork model = model(TestNetworks.block(8), bits);
    Map<String, Float> steps = new HashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = loss(model);
      model.quantizers().operands().forEach((l, own) -> steps.put(l, own.get(0).step()));
      assertThat(steps.values()).doesNotContain(1f);
      loss.backward();
      for (String key : List.of("add.operand0.step", "add.operand1.step", "conv2.weight")) {
        Tensor gradient = Objects.requireNonNull(model.trainable().get(key)).grad();
        assertThat(gradient.abs().sum().item_double()).as(key).isGreaterThan(0);
      }
    }
    try (PointerScope scope = new PointerScope()) {
      loss(model); // the second batch starts nothing
    }
    model
        .quantizers()
        .operands()
        .forEach((l, own) -> assertThat(own.get(0).step()).isEqualTo(steps.get(l)));
  }

  private static Tensor loss(TrainableNetwork model) {
    Tensor logits = model.forward(Torch.channelsLast(images()), true);
    return torch.cross_entropy_loss(logits, Tensor.create(IMAGES.labels(first())));
  }

  private static int[] first() {
    return IntStream.range(0, COUNT).toArray();
  }

  /** The forward pass by hand: what the Add is given, quantized, is what it sums. */
  @Test
  void theSumIsOfTheQuantizedOperands() {
    TrainableNetwork model = model(TestNetworks.block(8), 2);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      model.forward(images(), true);
      List<float[]> read = new ArrayList<>();
      float[][] sum = new float[1][];
      model.forward(
          images(),
          false,
          (layer, inputs) -> {
            if (layer.name().equals("add")) {
              inputs.forEach(x -> read.add(Torch.floats(x)));
            } else if (layer.name().equals("relu2")) {
              sum[0] = Torch.floats(inputs.get(0));
            }
          });
      float[] left = quantized(of(model, "add").get(0), read.get(0));
      float[] right = quantized(of(model, "add").get(1), read.get(1));
      assertThat(IntStream.range(0, left.length).mapToObj(i -> 0f + left[i]).distinct()).hasSize(4);
      for (int i = 0; i < left.length; i++) {
        assertThat(sum[0][i]).isEqualTo(left[i] + right[i]);
      }
    }
  }

  private static float[] quantized(ActivationQuantizer quantizer, float[] values) {
    return Torch.floats(quantizer.quantize(Torch.tensor(values, values.length)));
  }

  /** With the very steps, not those of the largest magnitude. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void itIsDeployedAsItIsTrained(int bits) {
    TrainableNetwork model = model(TestNetworks.block(8), bits);
    Calibration.of(model, IMAGES, NORMALIZATION, 1);
    NetworkQuantization deployed =
        IntegerConversion.of(
            model, IMAGES, NORMALIZATION, new IntegerConversion.Widths(l -> 8, l -> 8));
    for (String layer : List.of("add", "pool")) {
      assertThat(deployed.inputs().get(layer))
          .isEqualTo(
              of(model, layer).stream()
                  .map(q -> new NetworkQuantization.Activations(q.step(), bits, q.isSigned()))
                  .toList());
    }
  }

  /** A child whose operand comes from an inserted convolution is signed: as far, in fewer codes. */
  @Test
  void anOperandThatBecomesSignedKeepsItsExtent() {
    Network block = TestNetworks.block(8);
    TrainableNetwork parent = model(block, 4);
    Calibration.quantizers(parent, IMAGES, NORMALIZATION);
    Network bridged =
        WidthAdapter.adapt(
            block, Map.of("stem", 6, "conv1", 8, "conv2", 8), UnequalOperands.SHORTCUT);
    TrainableNetwork child = model(bridged, 4);
    Calibration.adopt(child, parent);
    assertThat(signs(child, "add")).containsExactly(true, true);
    assertThat(of(child, "add").get(0).step()).isEqualTo(of(parent, "add").get(0).step());
    assertThat(7 * of(child, "add").get(1).step()).isEqualTo(15 * of(parent, "add").get(1).step());
    assertThat(of(child, "pool").get(0).step()).isEqualTo(of(parent, "pool").get(0).step());
  }

  @Test
  void withoutAQuantizerNothingIsAdded() {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 2), QuantizationScheme.pact(2, true));
    assertThat(model.quantizers().operands()).isEmpty();
    assertThat(model.trainable().keySet()).noneMatch(key -> key.contains("operand"));
    for (Layer layer : model.structure().layers()) {
      assertThat(LayerQuantizers.readsResidual(layer) && ConvolutionRoles.isWeighted(layer))
          .isFalse();
    }
  }
}
