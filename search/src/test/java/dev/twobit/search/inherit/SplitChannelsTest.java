package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Calibration;
import dev.twobit.training.LayerInputs;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies that share what they are copies of compute the same, and are rounded more finely. */
@Tag("slow")
class SplitChannelsTest {
  private static final QuantizationScheme TWO_BITS = InheritNetworks.scheme("sawb", "pact");

  private static Network split(
      TrainableNetwork parent, SearchSpace space, Map<String, Integer> widths) {
    return Inheritance.of(
            space,
            parent.toNetwork(),
            ChannelOrder.identity(space),
            SilentRange.of(parent),
            NewChannels.SPLIT)
        .withWeightSpacings(LevelSpacing.of(parent))
        .at(widths, 3);
  }

  /** Statistics of batch normalization are measured anew, for a layer may write twice as much. */
  @ParameterizedTest
  @CsvSource({
    "resnet8, TIED, 2, 1",
    "resnet8, TIED, 3, 2",
    "resnet8, PADDED, 2, 1",
    "vgg16/8, TIED, 3, 1",
    "vgg16/8, TIED, 5, 4",
    "mobilenet-v1/4, TIED, 2, 1",
    "mobilenet-v2/4, TIED, 3, 2",
    "inception-v1/8, TIED, 3, 2",
    "depthwise, TIED, 2, 1",
    "concat, TIED, 2, 1",
    "normalized first, TIED, 3, 2",
    "flattened, TIED, 2, 1"
  })
  void inFloatNoLogitChanges(String name, Coupling coupling, int times, int over) {
    TrainableNetwork parent =
        InheritNetworks.calibrated(InheritNetworks.of(name), QuantizationScheme.none());
    SearchSpace space = InheritNetworks.space(parent.toNetwork(), coupling);
    ToIntFunction<Integer> wider = n -> n * times / over;
    Network wide = split(parent, space, InheritNetworks.widths(space, wider::applyAsInt));
    assertThat(weights(wide)).isGreaterThan(weights(parent.toNetwork()));
    float[] expected = InheritedCodes.logits(parent);
    float[] found =
        InheritedCodes.logits(InheritNetworks.calibrated(wide, QuantizationScheme.none()));
    double largest =
        IntStream.range(0, expected.length)
            .mapToDouble(i -> Math.abs(expected[i]))
            .max()
            .orElseThrow();
    assertThat(largest).isGreaterThan(0.01);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-3 * largest));
    }
  }

  private static int weights(Network network) {
    return network.parameters().keys().stream()
        .mapToInt(key -> network.parameters().get(key).values().length)
        .sum();
  }

  @Test
  void ownWidthsAreTheNetworkItself() {
    TrainableNetwork parent = InheritNetworks.calibrated(InheritNetworks.of("resnet8"), TWO_BITS);
    Network trained = parent.toNetwork();
    Network same = split(parent, InheritNetworks.space(trained, Coupling.TIED), Map.of());
    assertThat(same.parameters().keys()).contains("stem.conv.weight", "stem.bn.variance");
    for (String key : same.parameters().keys()) {
      assertThat(same.parameters().get(key).values())
          .as(key)
          .isEqualTo(trained.parameters().get(key).values());
    }
  }

  /**
   * What a layer reads is at most an m-th of half a code away from what it is, where the value is
   * within the codes; of one channel alone half a code.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void copiesHaveFinerCodes(int copies) {
    TrainableNetwork parent = InheritNetworks.calibrated(InheritNetworks.of("vgg16/8"), TWO_BITS);
    SearchSpace space = InheritNetworks.space(parent.toNetwork(), Coupling.TIED);
    Network wide = split(parent, space, Map.of("stage1.1.conv", 8 * copies));
    TrainableNetwork child = TrainableNetwork.of(wide, TWO_BITS);
    Calibration.adopt(child, parent);
    Layer reader = wide.layer("stage1.2.conv").orElseThrow();
    ActivationQuantizer quantizer =
        Objects.requireNonNull(child.quantizers().inputs().get(reader.name()));
    LayerInputs.Read one = InheritedCodes.read(InheritedCodes.reads(parent), reader.name());
    float[] codes = InheritedCodes.read(InheritedCodes.reads(child), reader.name()).quantized();
    int area = one.values().length / InheritedCodes.IMAGES / 8;
    double top = 3 * quantizer.step();
    double worst = 0;
    double worstAlone = 0;
    for (int i = 0; i < one.values().length; i++) {
      double value = one.values()[i];
      if (value > 0 && value < top - quantizer.step() / 2) {
        int image = i / area / 8;
        int channel = i / area % 8;
        double mean = 0;
        for (int c = 0; c < copies; c++) {
          mean += codes[((image * copies + c) * 8 + channel) * area + i % area] / copies;
        }
        worst = Math.max(worst, Math.abs(mean - value) / quantizer.step());
        worstAlone = Math.max(worstAlone, Math.abs(one.quantized()[i] - value) / quantizer.step());
      }
    }
    assertThat(worstAlone).isBetween(0.48, 0.5001);
    assertThat(worst).isBetween(0.45 / copies, 0.5001 / copies);
  }

  /** Levels at odd multiples of half a spacing, of weights within them. */
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1", "2, 2", "3, 1", "1, 4"})
  void copiesHaveFinerWeights(int rowCopies, int columnCopies) {
    int rows = 5;
    int columns = 4;
    Random random = new Random(2);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1.5F * (2 * random.nextFloat() - 1);
    }
    WeightTensor old = new WeightTensor(TensorShape.of(rows, columns), values);
    WeightSources sources =
        new WeightSources(repeated(rows, rowCopies), repeated(columns, columnCopies));
    WeightTensor now = Kernels.matrix(old, sources.rows(), sources.columns());
    new SplitWeights(ChannelCopies.of(sources.rows()), ChannelCopies.of(sources.columns()), 1, true)
        .split(old, now, sources, new Random(1));
    int copies = rowCopies * columnCopies;
    double[] mean = new double[values.length];
    for (int i = 0; i < now.values().length; i++) {
      int width = columns * columnCopies;
      double level = Math.max(-1.5, Math.min(1.5, Math.floor(now.values()[i]) + 0.5));
      mean[i / width % rows * columns + i % width % columns] += level / copies;
    }
    for (int i = 0; i < values.length; i++) {
      boolean within = Math.abs(values[i]) < 1.5 - 0.5;
      assertThat(Math.abs(mean[i] - values[i])).isLessThan(within ? 0.5001 / copies : 0.5001);
    }
  }

  private static ChannelSources repeated(int channels, int copies) {
    int[] order = IntStream.range(0, channels).toArray();
    return ChannelSources.of(order, channels * copies, 1);
  }

  /** Before anything is trained. */
  @ParameterizedTest
  @ValueSource(strings = {"vgg16/8", "resnet8"})
  void aSplitNetworkIsNearerToTheFloatOne(String name) {
    Network network = InheritNetworks.of(name);
    float[] exact =
        InheritedCodes.logits(InheritNetworks.calibrated(network, QuantizationScheme.none()));
    TrainableNetwork parent = InheritNetworks.calibrated(network, TWO_BITS);
    SearchSpace space = InheritNetworks.space(parent.toNetwork(), Coupling.TIED);
    Map<String, Integer> twice = InheritNetworks.widths(space, n -> 2 * n);
    TrainableNetwork child = TrainableNetwork.of(split(parent, space, twice), TWO_BITS);
    Calibration.adopt(child, parent);
    Calibration.statistics(
        child, InheritNetworks.images(network), InheritNetworks.NORMALIZATION, 1);
    assertThat(distance(InheritedCodes.logits(child), exact))
        .isLessThan(distance(InheritedCodes.logits(parent), exact));
  }

  private static double distance(float[] some, float[] others) {
    assertThat(some).hasSameSizeAs(others);
    return Math.sqrt(
        IntStream.range(0, some.length)
            .mapToDouble(i -> (some[i] - others[i]) * (some[i] - others[i]))
            .sum());
  }

  @Test
  void copiesAreCounted() {
    ChannelCopies copies = ChannelCopies.of(ChannelSources.of(new int[] {2, 0, 1}, 5, 1));
    assertThat(copies.count()).containsExactly(2, 2, 1, 2, 2);
    assertThat(copies.place()).containsExactly(0, 0, 0, 1, 1);
    assertThat(copies.isUniform()).isFalse();
    assertThat(IntStream.range(0, 5).mapToDouble(copies::offset).boxed())
        .containsExactly(-0.25, -0.25, 0.0, 0.25, 0.25);
    assertThat(Arrays.stream(ChannelCopies.of(repeated(3, 3)).count())).containsOnly(3);
  }
}
