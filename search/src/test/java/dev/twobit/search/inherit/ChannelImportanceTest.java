package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Importance is the slope of the loss as a channel goes. */
@Tag("slow")
class ChannelImportanceTest {
  /** Small, for the slope bends where an activation begins to pass. */
  private static final double CHANGE = 0.004;

  private static double loss(Network network) {
    ImageDataset images = InheritNetworks.images(network);
    int[] order = BatchMaker.order(images.size(), 0, 0);
    float[] pixels = new BatchMaker(images, InheritNetworks.NORMALIZATION).plain(order);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor batch =
          Torch.tensor(pixels, order.length, images.channels(), images.height(), images.width());
      TrainableNetwork model = TrainableNetwork.of(network, QuantizationScheme.none());
      Tensor logits = model.forward(batch, true);
      return torch.cross_entropy_loss(logits, Tensor.create(images.labels(order))).item_double();
    }
  }

  /** With a channel's normalization times a factor, in every layer that writes it. */
  private static Network scaled(Network network, List<String> layers, int channel, double factor) {
    Network result = network;
    for (String layer : layers) {
      for (String field : List.of(".scale", ".shift")) {
        WeightTensor old = result.parameters().get(layer + field);
        float[] values = old.values().clone();
        values[channel] *= (float) factor;
        WeightTensor changed = new WeightTensor(old.shape(), values);
        result = result.withParameters(result.parameters().with(Map.of(layer + field, changed)));
      }
    }
    return result;
  }

  @Test
  void itIsTheSlopeOfTheLoss() {
    Network network = InheritNetworks.of("residual");
    SearchSpace space = InheritNetworks.space(network, Coupling.TIED);
    Map<String, double[]> scores =
        ChannelImportance.scores(
            space,
            TrainableNetwork.of(network, QuantizationScheme.none()),
            InheritNetworks.images(network),
            InheritNetworks.NORMALIZATION);
    Map<String, List<String>> layers =
        Map.of("a1", List.of("a1.bn"), "stem", List.of("stem.bn", "b1.bn", "b2.bn"));
    layers.forEach(
        (unit, normalizations) -> {
          double[] all = scores.getOrDefault(unit, new double[0]);
          double largest = Arrays.stream(all).max().orElseThrow();
          for (int channel = 0; channel < all.length; channel++) {
            double more = loss(scaled(network, normalizations, channel, 1 + CHANGE));
            double less = loss(scaled(network, normalizations, channel, 1 - CHANGE));
            double slope = Math.abs(more - less) / (2 * CHANGE);
            assertThat(all[channel])
                .as("%s %d", unit, channel)
                .isCloseTo(slope, within(0.05 * largest));
          }
        });
  }

  @Test
  void whatDoesNotCountComesLastAndTwiceTheSame() {
    Network network = scaled(InheritNetworks.of("resnet8"), List.of("stage2.block1.a.bn"), 5, 0);
    SearchSpace space = InheritNetworks.space(network, Coupling.TIED);
    ChannelOrder first = measured(network, space);
    assertThat(first.permutations().get("stage2.block1.a.conv")).endsWith(5);
    assertThat(measured(network, space)).isEqualTo(first);
  }

  private static ChannelOrder measured(Network network, SearchSpace space) {
    return ChannelImportance.measure(
        space,
        network,
        InheritNetworks.scheme("sawb", "pact"),
        InheritNetworks.images(network),
        InheritNetworks.NORMALIZATION);
  }
}
