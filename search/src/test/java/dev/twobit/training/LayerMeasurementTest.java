package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerMeasurementTest {
  private static final Network NETWORK = Initializer.initialize(TestNetworks.block(4), 3);

  private static ImageDataset noise(int count) {
    byte[] pixels = new byte[count * 32 * 32];
    new Random(1).nextBytes(pixels);
    return new ImagesInMemory("noise", pixels, new int[count], 1, 32, 32, 10);
  }

  @Test
  void deviationIsOfAllElementsAndNoNoiseWhereNothingIsQuantized() {
    ImageDataset data = noise(60);
    Normalization normalization = Normalization.measured(data);
    List<LayerStatistics> layers =
        LayerMeasurement.of(
            TrainableNetwork.of(NETWORK, QuantizationScheme.none()), data, normalization, 60);

    assertThat(layers).extracting(LayerStatistics::layer).containsExactly("stem", "conv1", "conv2");
    float[] images = new BatchMaker(data, normalization).plain(0, 60);
    double sum = 0;
    double squares = 0;
    for (float x : images) {
      sum += x;
      squares += (double) x * x;
    }
    double mean = sum / images.length;
    assertThat(layers.get(0).inputDeviation())
        .isCloseTo(Math.sqrt(squares / images.length - mean * mean), within(1e-6));
    assertThat(layers).allMatch(s -> s.inputSqnrDecibels().isEmpty());
    assertThat(layers).allMatch(s -> s.outputDeviation() > 0);
  }

  /** Eight bits are near 6 dB a bit better than two. */
  @Test
  void moreBitsHaveLessNoise() {
    ImageDataset data = noise(20);
    Normalization normalization = Normalization.measured(data);

    LayerStatistics two = measured(2, data, normalization);
    LayerStatistics eight = measured(8, data, normalization);

    assertThat(two.layer()).isEqualTo("conv1");
    assertThat(two.inputSqnrDecibels()).isPresent();
    assertThat(eight.inputSqnrDecibels().orElseThrow() - two.inputSqnrDecibels().orElseThrow())
        .isBetween(25.0, 50.0);
    assertThat(eight.outputSqnrDecibels()).isPresent();
  }

  private static LayerStatistics measured(
      int bits, ImageDataset data, Normalization normalization) {
    TrainableNetwork network = TrainableNetwork.of(NETWORK, QuantizationScheme.pact(bits, false));
    return LayerMeasurement.of(network, data, normalization, 20).get(1);
  }

  /** PACT's clip does the work of the ReLU before it: what is read is still what is after it. */
  @Test
  void readsWhatIsBehindAReluThatTheClipReplaces() {
    ImageDataset data = noise(40);
    Normalization normalization = Normalization.measured(data);
    QuantizationScheme wide =
        QuantizationScheme.of(
            QuantizerChoice.none(), QuantizerChoice.parse("--activations", "pact:init=8", 8));

    LayerStatistics exact =
        LayerMeasurement.of(
                TrainableNetwork.of(NETWORK, QuantizationScheme.none()), data, normalization, 40)
            .get(2);
    LayerStatistics clipped =
        LayerMeasurement.of(TrainableNetwork.of(NETWORK, wide), data, normalization, 40).get(2);

    assertThat(clipped.layer()).isEqualTo("conv2");
    assertThat(clipped.inputDeviation() / exact.inputDeviation()).isCloseTo(1, within(0.03));
    assertThat(clipped.inputSqnrDecibels().orElseThrow()).isGreaterThan(25);
  }
}
