package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo.Model;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks that TAS found: MACs are {@code estimated_FLOP} of configs/NeurIPS-2019 in
 * D-X-Y/AutoDL-Projects to the last digit (search/docs/methods.md#costs-as-the-paper-counts-them).
 * Their search counts the blocks that it keeps, each between the widths of its neighbours in the
 * whole network.
 */
class PublishedShapesTest {
  @ParameterizedTest
  @CsvSource({
    "RESNET20, 22444472, '3 3 3', 16 6 4 4 4 4 4 32 32 12 19 32 28 64 64 64 64 64 44",
    "RESNET32, 34945344, '5 5 5', 16 6 4 12 4 4 16 9 9 6 14 32 32 9 19 28 9 32 19 32 9"
        + " 64 64 64 64 64 64 64 32 38 32",
    "RESNET56, 57933050, '5 5 5', 16 16 16 14 11 9 16 12 16 6 16 4 8 4 14 6 4 4 4"
        + " 32 32 32 32 32 32 22 28 32 32 19 9 19 16 9 25 16 9"
        + " 64 64 64 64 64 64 64 64 64 51 19 19 32 19 19 32 19 25",
    "RESNET18, 1120440320, '1 1 2 2', 64 25 64 38 19 128 128 38 38 256 256 256 256"
        + " 512 512 512 512"
  })
  void macsOfTheNetworksThatTasFound(Model model, long macs, String blocks, String widths) {
    Network network = ModelZoo.architecture(model, model.imageSize());
    List<Integer> given = Arrays.stream(widths.split(" ")).map(Integer::valueOf).toList();
    Map<String, Integer> byLayer = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Convolution && !layer.name().contains("shortcut")) {
        byLayer.put(layer.name(), given.get(byLayer.size()));
      }
    }
    assertThat(byLayer).hasSameSizeAs(given);
    for (WidthGroup group : ChannelDependencies.aligned(network).groups()) {
      int width =
          group.layers().stream()
              .filter(byLayer::containsKey)
              .map(byLayer::get)
              .findFirst()
              .orElseThrow();
      group.layers().forEach(l -> byLayer.put(l, width));
    }

    Network derived = WidthAdapter.adapt(network, byLayer);

    List<String> kept = Arrays.asList(blocks.split(" "));
    long sum = 0;
    for (var layer : CostSummary.of(derived).layerMacs().entrySet()) {
      String[] parts = layer.getKey().split("\\.");
      boolean inBlock = parts.length > 1 && parts[1].startsWith("block");
      if (!inBlock || index(parts[1], "block") <= keptIn(kept, index(parts[0], "stage"))) {
        sum += layer.getValue();
      }
    }
    assertThat(sum).isEqualTo(macs);
  }

  /**
   * WRPN's uniform widening of ResNet-20, in thousands (search/docs/methods.md#uniform-widening;
   * these PARAMs leave batch normalization out, as those of the networks do not).
   */
  @ParameterizedTest
  @CsvSource({"5, 63630, 423", "6, 91500, 609", "7, 124410, 828", "8, 162370, 1081"})
  void costsOfUniformlyWidenedNetworks(int quarters, long macs, long params) {
    Network network = ModelZoo.architecture(Model.RESNET20, 32);
    Map<String, Integer> wider = new HashMap<>();
    for (WidthGroup group : ChannelDependencies.tied(network).groups()) {
      group.layers().forEach(l -> wider.put(l, group.nominal() * quarters / 4));
    }
    Network derived = WidthAdapter.adapt(network, wider);
    long weights =
        derived.layers().stream()
            .filter(l -> !(l instanceof Layer.BatchNormalization))
            .mapToLong(CostSummary::paramsOf)
            .sum();
    assertThat(Math.round(CostSummary.of(derived).macs() / 1e4) * 10).isEqualTo(macs);
    assertThat(Math.round(weights / 1e3)).isEqualTo(params);
  }

  private static int index(String name, String prefix) {
    return Integer.parseInt(name.substring(prefix.length()));
  }

  private static int keptIn(List<String> kept, int stage) {
    return Integer.parseInt(kept.get(stage - 1));
  }
}
