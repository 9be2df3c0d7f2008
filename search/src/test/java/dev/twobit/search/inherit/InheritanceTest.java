package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Inherited weights change nothing that they should not. */
@Tag("slow")
class InheritanceTest {
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
    InheritedCodes.requireClose(InheritedCodes.inOrder(sorted), InheritedCodes.inOrder(trained));
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
    TrainableNetwork child = InheritedCodes.adopted(sorted, scheme, model);
    if (InheritedCodes.haveEqualCodes(space, order, Map.of(), model, child)) {
      InheritedCodes.requireClose(InheritedCodes.logits(child), InheritedCodes.logits(model));
    }
  }

  @ParameterizedTest
  @EnumSource(Coupling.class)
  void theNetworksOwnWidthsInItsOwnOrderAreItself(Coupling coupling) {
    Network trained = InheritNetworks.of("mobilenet-v2/4");
    SearchSpace space = InheritNetworks.space(trained, coupling);
    Network same = Inheritance.of(space, trained, ChannelOrder.identity(space)).at(Map.of(), 1);
    assertThat(same.layers()).isEqualTo(trained.layers());
    assertThat(same.parameters().keys()).contains("stem.conv.weight", "stem.bn.variance");
    InheritedCodes.requireEqual(same, trained);
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
    InheritedCodes.requireClose(
        InheritedCodes.logits(narrow),
        InheritedCodes.logits(silenced(space, trained, order, widths)));
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
}
