package dev.twobit.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.CostKind;
import dev.twobit.network.CostSummary;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Expectation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MACs and parameters of search/docs/methods.md#costs-as-the-paper-counts-them, of the network and
 * of its nominal widths in the space.
 */
@Tag("slow")
class GoldenCountsTest {
  @ParameterizedTest
  @CsvSource({
    "RESNET8, 12501632, 77850",
    "RESNET20, 40813184, 272282",
    "RESNET32, 69124736, 466714",
    "RESNET56, 125747840, 855578",
    "VGG16, 313201664, 14724042",
    "RESNET18, 1814073344, 11689512",
    "RESNET50, 4089184256, 25557032",
  })
  void countsAreThePapers(ModelZoo.Model model, double macs, double params) {
    Network network = ModelZoo.architecture(model, model.imageSize());
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
    CostModel costs = new CostModel(network, HardwareCatalog.load("nvdla-large-w2a2"), 2, 8);
    Map<String, Integer> nominal = new LinkedHashMap<>();
    ArchitectureParameters certain = ArchitectureParameters.initial(space, new Random(1));
    space
        .units()
        .forEach(
            (name, unit) -> {
              nominal.put(name, unit.nominal());
              double[] row = certain.logits(name);
              java.util.Arrays.fill(row, 0);
              row[row.length - 1] = 900;
            });
    CostSummary derived = CostSummary.of(costs.derive(space, nominal));
    assertThat(derived.macs()).isEqualTo((long) macs);
    assertThat(derived.params()).isEqualTo((long) params);
    for (Expectation expectation : Expectation.values()) {
      assertThat(costs.expected(CostKind.FLOPS, space, certain, expectation).value())
          .isEqualTo(macs);
      assertThat(costs.expected(CostKind.PARAMS, space, certain, expectation).value())
          .isEqualTo(params);
    }
  }
}
