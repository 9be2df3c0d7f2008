package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerConversionTest {
  private static final DatasetPair DATA = DatasetPair.load("embedded");
  private static final ImageDataset IMAGES =
      DATA.train().subset("first", IntStream.range(0, 64).toArray());
  private static final Normalization NORMALIZATION = Normalization.measured(IMAGES);

  private static TrainableNetwork model(int bits) {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 2),
            new QuantizationScheme(
                QuantizerChoice.of("dorefa", bits),
                new QuantizerChoice("pact", bits, Map.of("init", "1.7")),
                false));
    model.skipInitialization();
    return model;
  }

  private static NetworkQuantization deployed(TrainableNetwork model) {
    return IntegerConversion.of(
        model, IMAGES, NORMALIZATION, new IntegerConversion.Widths(layer -> 8, layer -> 8));
  }

  private static <T> T of(Map<String, T> map, String layer) {
    return Objects.requireNonNull(map.get(layer), layer);
  }

  /** Integers of the quantized layers are the fake-quantized values, to the bit. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void quantizedLayersKeepTheirValues(int bits) {
    TrainableNetwork model = model(bits);
    NetworkQuantization deployed = deployed(model);
    Random random = new Random(3);
    float[] x = new float[999];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() * 1.5);
    }
    try (PointerScope scope = new PointerScope()) {
      for (String layer : List.of("conv1", "conv2")) {
        NetworkQuantization.Weights weights = of(deployed.weights(), layer);
        float[] fake =
            Torch.floats(
                of(model.quantizers().weights(), layer)
                    .quantize(Torch.tensor(model.toNetwork().parameters().get(layer + ".weight"))));
        assertThat(weights.values().values()).containsExactly(fake);
        ActivationQuantizer quantizer = of(model.quantizers().inputs(), layer);
        float[] codes = Torch.floats(quantizer.quantize(Torch.tensor(x, x.length)));
        WeightTensor read =
            of(deployed.inputs(), layer).get(0).apply(WeightTensor.vector(x.clone()));
        assertThat(read.values()).containsExactly(codes);
      }
    }
  }

  /**
   * QIL's code is worth 1/n and covers another stretch of the input: the form has the stretch, the
   * weights what is left, and their product is as trained.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void codesOfAnIntervalKeepTheirNumbersAndTheirProducts(int bits) {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 2),
            QuantizationScheme.of(
                QuantizerChoice.of("lsq", bits), QuantizerChoice.of("qil", bits)));
    model.skipInitialization();
    Random random = new Random(3);
    float[] x = new float[999];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() * 1.5);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (String layer : List.of("conv1", "conv2")) {
        ActivationQuantizer quantizer = of(model.quantizers().inputs(), layer);
        of(quantizer.parameters(), "center").fill_(Torch.scalar(0.9));
        of(quantizer.parameters(), "distance").fill_(Torch.scalar(0.7));
      }
      NetworkQuantization deployed = deployed(model);
      for (String layer : List.of("conv1", "conv2")) {
        ActivationQuantizer quantizer = of(model.quantizers().inputs(), layer);
        NetworkQuantization.Activations form = of(deployed.inputs(), layer).get(0);
        assertThat(form.offset()).isCloseTo(0.2f, within(1e-6f));
        float[] trained = Torch.floats(quantizer.quantize(Torch.tensor(x, x.length)));
        float[] read = form.apply(WeightTensor.vector(x.clone())).values();
        float[] fake =
            Torch.floats(
                of(model.quantizers().weights(), layer)
                    .quantize(Torch.tensor(model.toNetwork().parameters().get(layer + ".weight"))));
        float[] weights = of(deployed.weights(), layer).values().values();
        for (int i = 0; i < x.length; i++) {
          assertThat(Math.round(read[i] / form.step()))
              .isEqualTo(Math.round(trained[i] / quantizer.step()));
          int k = i % fake.length;
          assertThat((double) read[i] * weights[k])
              .isCloseTo((double) trained[i] * fake[k], within(1e-6));
        }
      }
    }
  }

  /** Everything else is at the width asked for, and near what it was. */
  @Test
  void unquantizedLayersAreCloseAtEightBits() {
    TrainableNetwork model = model(2);
    NetworkQuantization deployed = deployed(model);
    assertThat(of(deployed.inputs(), "stem").get(0).signed()).isTrue();
    assertThat(of(deployed.inputs(), "add")).hasSize(2);
    assertThat(of(deployed.inputs(), "add").get(0).signed()).isTrue();
    assertThat(of(deployed.inputs(), "add").get(1).signed()).isFalse();
    assertThat(of(deployed.inputs(), "pool").get(0).bits()).isEqualTo(8);
    assertThat(of(deployed.weights(), "stem").steps()).hasSize(8);
    for (String layer : List.of("stem", "fc")) {
      float[] exact = model.toNetwork().parameters().get(layer + ".weight").values();
      float[] stored = of(deployed.weights(), layer).values().values();
      int each = exact.length / of(deployed.weights(), layer).steps().size();
      for (int i = 0; i < exact.length; i++) {
        float step = of(deployed.weights(), layer).steps().get(i / each);
        assertThat(Math.abs(exact[i] - stored[i])).isLessThanOrEqualTo(step * 0.5001f);
      }
    }
    for (Layer layer : model.structure().layers()) {
      if (layer.asElementwise().isPresent()) {
        assertThat(deployed.inputs()).doesNotContainKey(layer.name());
      }
    }
  }
}
