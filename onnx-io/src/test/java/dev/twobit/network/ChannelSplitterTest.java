package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.onnx.NetworkQuantization;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSplitterTest {
  private static Network network(ModelZoo.Model model, long seed) {
    Network network = ModelZoo.build(model, 3, 10, 16, seed);
    Random random = new Random(seed);
    Map<String, WeightTensor> uneven = new java.util.HashMap<>();
    for (Layer layer : network.layers()) {
      layer
          .asBatchNormalization()
          .ifPresent(
              b -> {
                for (String part : List.of(".scale", ".shift", ".mean", ".variance")) {
                  WeightTensor p = network.parameters().get(b.name() + part);
                  float[] values = p.values().clone();
                  for (int i = 0; i < values.length; i++) {
                    values[i] = 0.5f + random.nextFloat();
                  }
                  uneven.put(b.name() + part, new WeightTensor(p.shape(), values));
                }
              });
    }
    return network.with(network.layers(), network.shapes(), network.parameters().with(uneven));
  }

  private static float[] image(Network network, long seed) {
    float[] image = new float[(int) network.shape(network.inputs().get(0)).elementCount()];
    Random random = new Random(seed);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static float largest(Network network, String layer) {
    float largest = 0;
    for (float w : network.parameters().get(layer + ".weight").values()) {
      largest = Math.max(largest, Math.abs(w));
    }
    return largest;
  }

  /** Residual blocks have both ways of reading a channel twice. */
  @ParameterizedTest
  @CsvSource({"0.02, 4", "0.1, 2", "0.5, 8"})
  void theFunctionStaysAndTheLargestWeightsShrink(double ratio, int bits) {
    for (long seed = 1; seed <= 3; seed++) {
      Network network = network(ModelZoo.Model.of("resnet8"), seed);
      ChannelSplitter.Split split = ChannelSplitter.split(network, ratio, bits);
      float[] image = image(network, seed);
      float[] before = NetworkQuantization.none().run(network, image);
      float[] after = NetworkQuantization.none().run(split.network(), image);
      float scale = 0;
      for (float v : before) {
        scale = Math.max(scale, Math.abs(v));
      }
      assertThat(after).containsExactly(before, within(1e-5f * scale));
      assertThat(split.copied()).isNotEmpty().hasSizeLessThan(split.channels().size());
      split
          .channels()
          .forEach(
              (layer, added) -> {
                Layer.Convolution c =
                    network.layer(layer).flatMap(Layer::asConvolution).orElseThrow();
                assertThat((int) added).isEqualTo((int) Math.ceil(ratio * c.inputChannels()));
                assertThat(largest(split.network(), layer)).isLessThan(largest(network, layer));
              });
      assertThat(ConvolutionRoles.of(split.network()))
          .containsAllEntriesOf(ConvolutionRoles.of(network));
    }
  }

  @Test
  void nothingIsSplitAtRatioZero() {
    Network network = network(ModelZoo.Model.of("resnet8"), 1);
    ChannelSplitter.Split split = ChannelSplitter.split(network, 0, 4);
    assertThat(split.network().layers()).isEqualTo(network.layers());
    assertThat(split.channels().values()).containsOnly(0);
  }

  /** 8 and then, of 1, 3 and the halves 4 -+ 1, the half of 5; s = 8 / 2 at three bits is 8 / 3. */
  @Test
  void theLargestIsHalvedFirstAndItsHalvesMayBeAgain() {
    WeightTensor w = new WeightTensor(TensorShape.of(1, 3, 1, 1), new float[] {1, 8, 3});
    SplitWeights split = SplitWeights.of(w, 2, 3);
    float quarter = 8f / 3 / 4;
    assertThat(split.copies()).containsExactly(1, 1);
    assertThat(split.weights().values())
        .containsExactly(
            new float[] {
              1, 4 - quarter, 3, (4 + quarter) / 2 - quarter, (4 + quarter) / 2 + quarter
            },
            within(1e-6f));
  }

  /** Halves round to codes whose sum is the code of the whole, unlike plain halves. */
  @Test
  void roundedHalvesAddUpToTheRoundedWhole() {
    Random random = new Random(5);
    for (int bits = 2; bits <= 8; bits++) {
      float[] values = new float[200];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      WeightTensor w = new WeightTensor(TensorShape.of(200, 1, 1, 1), values);
      SplitWeights split = SplitWeights.of(w, 1, bits);
      float largest = 0;
      for (float v : values) {
        largest = Math.max(largest, Math.abs(v));
      }
      double step = largest / ((1 << (bits - 1)) - 1);
      for (int i = 0; i < values.length; i++) {
        float[] halves = split.weights().values();
        double sum = Math.rint(halves[2 * i] / step) + Math.rint(halves[2 * i + 1] / step);
        assertThat(sum).as("%s bits, %s", bits, values[i]).isEqualTo(Math.rint(values[i] / step));
      }
    }
  }
}
