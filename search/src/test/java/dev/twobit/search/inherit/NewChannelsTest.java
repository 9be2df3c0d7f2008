package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What new channels begin with changes nothing, or as much as it should. */
@Tag("slow")
class NewChannelsTest {
  @ParameterizedTest
  @CsvSource({
    "resnet8, TIED, dorefa, pact",
    "resnet8, ALIGN, lsq, lsq",
    "resnet8, PADDED, lsq, pact",
    "resnet20, PADDED, sawb, pact",
    "mobilenet-v2/4, PADDED, dorefa, lsq",
    "normalized first, PADDED, dorefa, pact",
    "concat, PADDED, wrpn, wrpn",
    "resnet20, TIED, sawb, pact",
    "vgg16/8, TIED, dorefa, dorefa",
    "mobilenet-v1/8, TIED, dorefa, qil",
    "mobilenet-v2/4, TIED, dorefa, pact",
    "mobilenet-v1/8, TIED, lsq, hwgq",
    "inception-v1/8, TIED, dorefa, pact",
    "normalized first, TIED, dorefa, pact",
    "depthwise, ALIGN, qil, lsq",
    "concat, ALIGN, wrpn, wrpn"
  })
  void growthIsSilent(String name, Coupling coupling, String weights, String activations) {
    growthIsSilent(name, coupling, InheritNetworks.scheme(weights, activations));
  }

  private static void growthIsSilent(String name, Coupling coupling, QuantizationScheme scheme) {
    TrainableNetwork parent = InheritNetworks.calibrated(InheritNetworks.of(name), scheme);
    Network trained = parent.toNetwork();
    SearchSpace space = InheritNetworks.space(trained, coupling);
    ChannelOrder order = InheritNetworks.shuffled(space, 4);
    Random random = new Random(6);
    Map<String, Integer> widths = InheritNetworks.widths(space, n -> n + random.nextInt(n / 2 + 2));
    Network wide = Inheritance.of(space, trained, order, SilentRange.of(parent)).at(widths, 9);
    TrainableNetwork child = InheritedCodes.adopted(wide, scheme, parent);
    InheritedCodes.keepStatistics(parent, child);
    if (InheritedCodes.haveEqualCodes(space, order, widths, parent, child)) {
      InheritedCodes.requireClose(InheritedCodes.logits(child), InheritedCodes.logits(parent));
    }
  }

  /** Where the residual path has codes too, new channels are code 0 of every Add. */
  @ParameterizedTest
  @CsvSource({"resnet8, TIED, 2", "resnet20, TIED, 4", "mobilenet-v2/4, TIED, 2"})
  void growthIsSilentOnAQuantizedResidualPath(String name, Coupling coupling, int bits) {
    growthIsSilent(
        name,
        coupling,
        InheritNetworks.scheme("sawb", "pact").withResidual(QuantizerChoice.of("lsq", bits)));
  }

  /** Their normalization is that of the channels that they are copies of; the others' too. */
  @ParameterizedTest
  @CsvSource({"resnet8, TIED", "resnet8, PADDED", "vgg16/8, TIED", "mobilenet-v1/8, TIED"})
  void awakeChannelsAreCopies(String name, Coupling coupling) {
    QuantizationScheme scheme = InheritNetworks.scheme("sawb", "pact");
    TrainableNetwork parent = InheritNetworks.calibrated(InheritNetworks.of(name), scheme);
    Network trained = parent.toNetwork();
    SearchSpace space = InheritNetworks.space(trained, coupling);
    Inheritance awake =
        Inheritance.of(
            space,
            trained,
            ChannelOrder.identity(space),
            SilentRange.of(parent),
            NewChannels.AWAKE);
    InheritedCodes.requireEqual(awake.at(Map.of(), 1), trained);
    Network wide = awake.at(InheritNetworks.widths(space, n -> n + n / 2), 9);
    int grown = 0;
    for (Layer layer : trained.layers()) {
      if (layer.asBatchNormalization().isPresent()) {
        for (String key : List.of(".scale", ".shift", ".variance")) {
          float[] old = trained.parameters().get(layer.name() + key).values();
          float[] now = wide.parameters().get(layer.name() + key).values();
          grown += now.length - old.length;
          for (int c = 0; c < now.length; c++) {
            assertThat(now[c]).as(layer.name() + key).isEqualTo(old[c % old.length]);
          }
        }
      }
    }
    assertThat(grown).isPositive();
  }

  /** One of an odd number of new channels is silent. */
  @ParameterizedTest
  @CsvSource({
    "resnet8, TIED, sawb, pact",
    "resnet8, TIED, dorefa, lsq",
    "resnet20, TIED, sawb, pact",
    "vgg16/8, TIED, sawb, pact",
    "mobilenet-v1/8, TIED, sawb, pact",
    "mobilenet-v2/4, TIED, sawb, lsq",
    "inception-v1/8, TIED, sawb, pact",
    "normalized first, TIED, dorefa, pact",
    "resnet8, TIED, none, none",
    "mobilenet-v2/4, TIED, none, none"
  })
  void pairsCancel(String name, Coupling coupling, String weights, String activations) {
    QuantizationScheme scheme = InheritNetworks.scheme(weights, activations);
    TrainableNetwork parent = InheritNetworks.calibrated(InheritNetworks.of(name), scheme);
    Network trained = parent.toNetwork();
    SearchSpace space = InheritNetworks.space(trained, coupling);
    ChannelOrder order = InheritNetworks.shuffled(space, 4);
    Random random = new Random(6);
    Map<String, Integer> widths = InheritNetworks.widths(space, n -> n + random.nextInt(2 * n));
    Inheritance paired =
        Inheritance.of(space, trained, order, SilentRange.of(parent), NewChannels.PAIRED);
    InheritedCodes.requireEqual(
        Inheritance.of(
                space,
                trained,
                ChannelOrder.identity(space),
                SilentRange.of(parent),
                NewChannels.PAIRED)
            .at(Map.of(), 1),
        trained);
    TrainableNetwork child = InheritedCodes.adopted(paired.at(widths, 9), scheme, parent);
    InheritedCodes.keepStatistics(parent, child);
    ChannelLineage lineage =
        new ChannelLineage(space, new DerivedWidths(space), order, widths, NewChannels.PAIRED);
    if (weights.equals("none") || InheritedCodes.haveEqualCodes(lineage, parent, child)) {
      InheritedCodes.requireClose(InheritedCodes.logits(child), InheritedCodes.logits(parent));
    }
  }

  /** Rows of two are moved apart, and what reads them is moved. */
  @Test
  void pairsLearnAtOnce() {
    QuantizationScheme scheme = InheritNetworks.scheme("sawb", "pact");
    TrainableNetwork parent = InheritNetworks.calibrated(InheritNetworks.of("resnet8"), scheme);
    SearchSpace space = InheritNetworks.space(parent.toNetwork(), Coupling.TIED);
    Network wide =
        Inheritance.of(
                space,
                parent.toNetwork(),
                ChannelOrder.identity(space),
                SilentRange.of(parent),
                NewChannels.PAIRED)
            .at(Map.of("stage1.block1.a.conv", 18), 9);
    TrainableNetwork child = InheritedCodes.adopted(wide, scheme, parent);
    var images = InheritNetworks.images(wide);
    float[] rows;
    float[] columns;
    try (PointerScope scope = new PointerScope()) {
      Tensor pixels =
          Torch.tensor(
              new BatchMaker(images, InheritNetworks.NORMALIZATION).plain(0, 8),
              8,
              images.channels(),
              images.height(),
              images.width());
      Tensor logits = child.forward(Torch.channelsLast(pixels), true);
      torch
          .cross_entropy_loss(
              logits, Tensor.create(images.labels(new int[] {0, 1, 2, 3, 4, 5, 6, 7})))
          .backward();
      rows = Torch.floats(InheritedCodes.weights(child, "stage1.block1.a.conv").mutable_grad());
      columns = Torch.floats(InheritedCodes.weights(child, "stage1.block1.b.conv").mutable_grad());
    }
    int row = 16 * 9;
    assertThat(rows).hasSize(18 * row);
    float most = Kernels.largest(Arrays.copyOfRange(rows, 16 * row, 18 * row));
    assertThat(most).isPositive();
    for (int i = 16 * row; i < 17 * row; i++) {
      assertThat(rows[i] + rows[i + row]).isCloseTo(0, within(1e-3F * most));
    }
    for (int column = 16; column < 18; column++) {
      assertThat(Kernels.largest(Arrays.copyOfRange(columns, column * 9, column * 9 + 9)))
          .isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet8, TIED",
    "resnet8, PADDED",
    "mobilenet-v2/4, TIED",
    "mobilenet-v2/4, PADDED",
    "normalized first, TIED",
    "normalized first, PADDED",
    "concat, TIED",
    "concat, PADDED"
  })
  void growthIsSilentInFloat(String name, Coupling coupling) {
    Network trained =
        InheritNetworks.calibrated(InheritNetworks.of(name), QuantizationScheme.none()).toNetwork();
    SearchSpace space = InheritNetworks.space(trained, coupling);
    ChannelOrder order = InheritNetworks.shuffled(space, 4);
    boolean apart = coupling == Coupling.PADDED;
    AtomicInteger units = new AtomicInteger();
    Map<String, Integer> widths =
        InheritNetworks.widths(
            space, n -> apart ? n + n * (units.getAndIncrement() % 4) / 4 : 2 * n + 1);
    InheritedCodes.requireClose(
        InheritedCodes.logits(Inheritance.of(space, trained, order).at(widths, 2)),
        InheritedCodes.logits(trained));
  }
}
