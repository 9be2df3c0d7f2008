package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Calibration;
import dev.twobit.training.LayerInputs;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Inherited weights change nothing that they should not. */
@Tag("slow")
class InheritanceTest {
  private static final int IMAGES = 2;

  /** What layers read of the first images. */
  private static Map<String, LayerInputs.Read> reads(TrainableNetwork model) {
    var images = InheritNetworks.images(model.structure());
    float[] pixels = new BatchMaker(images, InheritNetworks.NORMALIZATION).plain(0, IMAGES);
    return LayerInputs.of(
        model, pixels, IMAGES, images.channels(), images.height(), images.width());
  }

  private static float[] logits(Network network) {
    return logits(TrainableNetwork.of(network, QuantizationScheme.none()));
  }

  /**
   * Of the first image, without libtorch, which rounds the same sums in another order on every kind
   * of processor.
   */
  private static float[] inOrder(Network network) {
    var images = InheritNetworks.images(network);
    return ReferenceExecutor.run(
        network, new BatchMaker(images, InheritNetworks.NORMALIZATION).plain(0, 1));
  }

  private static float[] logits(TrainableNetwork model) {
    return read(reads(model), "").values();
  }

  private static LayerInputs.Read read(Map<String, LayerInputs.Read> all, String layer) {
    return Objects.requireNonNull(all.get(layer), layer);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet8, TIED",
    "resnet8, PADDED",
    "resnet20, ALIGN",
    "resnet20, PADDED",
    "vgg16/8, TIED",
    "mobilenet-v1/4, TIED",
    "mobilenet-v2/2, ALIGN",
    "mobilenet-v2/4, PADDED",
    "squeezenet/4, TIED",
    "inception-v1/8, ALIGN",
    "resnet18/8, TIED",
    "concat, ALIGN",
    "concat, PADDED",
    "depthwise, TIED",
    "normalized first, ALIGN",
    "normalized first, PADDED",
    "flattened, TIED"
  })
  void aPermutationChangesNoLogit(String name, Coupling coupling) {
    Network trained =
        InheritNetworks.calibrated(InheritNetworks.of(name), QuantizationScheme.none()).toNetwork();
    SearchSpace space = InheritNetworks.space(trained, coupling);
    ChannelOrder order = InheritNetworks.shuffled(space, 1);
    Network sorted = Inheritance.of(space, trained, order).at(Map.of(), 1);
    assertThat(order.isIdentity(space.units().keySet())).isFalse();
    requireClose(inOrder(sorted), inOrder(trained));
  }

  private static void requireClose(float[] actual, float[] expected) {
    double largest = 0;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat(largest).isGreaterThan(0.01);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5 * largest));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet8, sawb, pact",
    "resnet8, dorefa, lsq",
    "vgg16/8, lsq, lsq",
    "mobilenet-v2/4, sawb, lsq",
    "concat, lsq, pact"
  })
  void aPermutationChangesNoCode(String name, String weights, String activations) {
    QuantizationScheme scheme = InheritNetworks.scheme(weights, activations);
    TrainableNetwork model = InheritNetworks.calibrated(InheritNetworks.of(name), scheme);
    Network trained = model.toNetwork();
    SearchSpace space = InheritNetworks.space(trained, Coupling.TIED);
    ChannelOrder order = InheritNetworks.shuffled(space, 1);
    Network sorted = Inheritance.of(space, trained, order).at(Map.of(), 1);
    TrainableNetwork child = adopted(sorted, scheme, model);
    if (haveEqualCodes(space, order, Map.of(), model, child)) {
      requireClose(logits(child), logits(model));
    }
  }

  private static TrainableNetwork adopted(
      Network network, QuantizationScheme scheme, TrainableNetwork from) {
    TrainableNetwork model = TrainableNetwork.of(network, scheme);
    Calibration.adopt(model, from);
    return model;
  }

  /**
   * Every code of every layer, up to the first that differs because sums are rounded in another
   * order: where it does, the value is at the border of two codes. New channels have code 0.
   *
   * @return whether all are equal
   */
  private static boolean haveEqualCodes(
      SearchSpace space,
      ChannelOrder order,
      Map<String, Integer> widths,
      TrainableNetwork parent,
      TrainableNetwork child) {
    return haveEqualCodes(
        new ChannelLineage(space, new DerivedWidths(space), order, widths, NewChannels.SILENT),
        parent,
        child);
  }

  private static boolean haveEqualCodes(
      ChannelLineage lineage, TrainableNetwork parent, TrainableNetwork child) {
    Map<String, LayerInputs.Read> expected = reads(parent);
    Map<String, LayerInputs.Read> found = reads(child);
    int compared = 0;
    for (Layer layer : parent.structure().layers()) {
      ActivationQuantizer quantizer = parent.quantizers().inputs().get(layer.name());
      if (quantizer != null) {
        if (!areEqual(
            lineage.of(layer.input()),
            read(expected, layer.name()),
            read(found, layer.name()),
            quantizer.step())) {
          assertThat(compared).isGreaterThanOrEqualTo(2);
          return false;
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
    return true;
  }

  private static boolean areEqual(
      ChannelSources channels, LayerInputs.Read old, LayerInputs.Read now, float step) {
    int oldChannels = (int) old.shape()[1];
    int area = old.quantized().length / IMAGES / oldChannels;
    boolean equal = true;
    for (int i = 0; i < now.quantized().length; i++) {
      int channel = i / area % channels.size();
      if (channels.grown()[channel]) {
        float twin = now.quantized()[i + (channels.twin()[channel] - channel) * area];
        assertThat(now.quantized()[i])
            .as("new channel %d", channel)
            .isEqualTo(channels.isAlone(channel) ? 0 : twin);
        continue;
      }
      int at =
          (i / area / channels.size() * oldChannels + channels.from()[channel]) * area + i % area;
      if (now.quantized()[i] != old.quantized()[at]) {
        double place = old.values()[at] / step + 0.5;
        assertThat(Math.abs(place - Math.rint(place))).as("value %d", i).isLessThan(1e-4);
        equal = false;
      }
    }
    return equal;
  }

  @ParameterizedTest
  @EnumSource(Coupling.class)
  void theNetworksOwnWidthsInItsOwnOrderAreItself(Coupling coupling) {
    Network trained = InheritNetworks.of("mobilenet-v2/4");
    SearchSpace space = InheritNetworks.space(trained, coupling);
    Network same = Inheritance.of(space, trained, ChannelOrder.identity(space)).at(Map.of(), 1);
    assertThat(same.layers()).isEqualTo(trained.layers());
    assertThat(same.parameters().keys()).contains("stem.conv.weight", "stem.bn.variance");
    requireEqual(same, trained);
  }

  private static void requireEqual(Network actual, Network expected) {
    for (String key : actual.parameters().keys()) {
      assertThat(actual.parameters().get(key).values())
          .as(key)
          .isEqualTo(expected.parameters().get(key).values());
    }
  }

  /** What an own loop over the definition of a slice gives. */
  @Test
  void narrowingIsTheFirstOfTheOrder() {
    Network trained = InheritNetworks.of("resnet8");
    SearchSpace space = InheritNetworks.space(trained, Coupling.TIED);
    ChannelOrder order = InheritNetworks.shuffled(space, 1);
    String inner = "stage1.block1.a.conv";
    Network narrow = Inheritance.of(space, trained, order).at(Map.of("stem.conv", 5, inner, 7), 1);
    int[] trunk = order.of("stem.conv");
    int[] rows = order.of(inner);
    float[] old = trained.parameters().get(inner + ".weight").values();
    float[] now = narrow.parameters().get(inner + ".weight").values();
    assertThat(now).hasSize(7 * 5 * 9);
    for (int i = 0; i < now.length; i++) {
      int row = rows[i / 45];
      int column = trunk[i / 9 % 5];
      assertThat(now[i]).isEqualTo(old[(row * 16 + column) * 9 + i % 9]);
    }
  }

  /** A narrower network computes what the network does with the dropped channels at zero. */
  @ParameterizedTest
  @CsvSource({
    "resnet8, TIED",
    "resnet8, PADDED",
    "resnet20, PADDED",
    "mobilenet-v2/4, TIED",
    "mobilenet-v2/4, PADDED",
    "concat, TIED",
    "concat, PADDED",
    "normalized first, PADDED",
    "flattened, TIED",
    "inception-v1/8, TIED"
  })
  void narrowingIsRemoval(String name, Coupling coupling) {
    Network trained =
        InheritNetworks.calibrated(InheritNetworks.of(name), QuantizationScheme.none()).toNetwork();
    SearchSpace space = InheritNetworks.space(trained, coupling);
    ChannelOrder order = InheritNetworks.shuffled(space, 2);
    boolean apart = coupling == Coupling.PADDED;
    AtomicInteger units = new AtomicInteger();
    Map<String, Integer> widths =
        InheritNetworks.widths(
            space, n -> apart ? n - n * (units.getAndIncrement() % 4) / 8 : n * 2 / 3);
    Network narrow = Inheritance.of(space, trained, order).at(widths, 1);
    assertThat(narrow.layers()).isEqualTo(space.derived(widths).layers());
    assertThat(narrow.layers().stream().anyMatch(l -> l.name().endsWith(".pad"))).isEqualTo(apart);
    requireClose(logits(narrow), logits(silenced(space, trained, order, widths)));
  }

  private static Network silenced(
      SearchSpace space, Network trained, ChannelOrder order, Map<String, Integer> widths) {
    Map<String, Integer> nominal = UnitLayout.nominal(space);
    Map<String, WeightTensor> changed = new HashMap<>();
    for (Layer layer : trained.layers()) {
      for (String field : new String[] {".scale", ".shift", ".weight", ".bias"}) {
        WeightTensor old = trained.parameters().find(layer.name() + field).orElse(null);
        if (old != null) {
          float[] values = old.values().clone();
          int row = values.length / old.shape().dim(0);
          // Of what an Add sums a channel stays that one operand still has.
          Map<Integer, Boolean> kept = new HashMap<>();
          UnitLayout.each(
              space.width(layer.output()),
              nominal,
              (unit, channel, position) -> {
                int place = Arrays.stream(order.of(unit)).boxed().toList().indexOf(channel);
                kept.merge(position, place < widths.getOrDefault(unit, 0), Boolean::logicalOr);
              });
          kept.forEach(
              (position, is) -> {
                if (!is) {
                  Arrays.fill(values, position * row, (position + 1) * row, 0);
                }
              });
          changed.put(layer.name() + field, new WeightTensor(old.shape(), values));
        }
      }
    }
    return trained.withParameters(trained.parameters().with(changed));
  }

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
    TrainableNetwork child = adopted(wide, scheme, parent);
    keepStatistics(parent, child);
    if (haveEqualCodes(space, order, widths, parent, child)) {
      requireClose(logits(child), logits(parent));
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
    requireEqual(awake.at(Map.of(), 1), trained);
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
    requireEqual(
        Inheritance.of(
                space,
                trained,
                ChannelOrder.identity(space),
                SilentRange.of(parent),
                NewChannels.PAIRED)
            .at(Map.of(), 1),
        trained);
    TrainableNetwork child = adopted(paired.at(widths, 9), scheme, parent);
    keepStatistics(parent, child);
    ChannelLineage lineage =
        new ChannelLineage(space, new DerivedWidths(space), order, widths, NewChannels.PAIRED);
    if (weights.equals("none") || haveEqualCodes(lineage, parent, child)) {
      requireClose(logits(child), logits(parent));
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
    TrainableNetwork child = adopted(wide, scheme, parent);
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
      rows = Torch.floats(weights(child, "stage1.block1.a.conv").mutable_grad());
      columns = Torch.floats(weights(child, "stage1.block1.b.conv").mutable_grad());
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

  private static Tensor weights(TrainableNetwork model, String layer) {
    return Objects.requireNonNull(model.trainable().get(layer + ".weight"), layer);
  }

  /** What a quantizer measures of all weights is another once there are more of them. */
  private static void keepStatistics(TrainableNetwork parent, TrainableNetwork child) {
    parent
        .quantizers()
        .weights()
        .forEach(
            (layer, quantizer) ->
                child
                    .quantizers()
                    .statistics()
                    .put(layer, quantizer.statistic(weights(parent, layer))));
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
    requireClose(logits(Inheritance.of(space, trained, order).at(widths, 2)), logits(trained));
  }
}
