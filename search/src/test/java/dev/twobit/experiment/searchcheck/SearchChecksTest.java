package dev.twobit.experiment.searchcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.experiment.searchcheck.CheckedSearch.Outcome;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.ScaledWidths;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method runs under every coupling on networks of every kind that is trained. */
@Tag("slow")
class SearchChecksTest {
  /** Methods that are other settings of these have no code of their own. */
  private static final List<String> METHODS = List.of("nce", "masking", "wrpn", "random");

  private static SearchChecks checks(List<String> methods) {
    return new SearchChecks(
        new FewImages(Optional.empty()), "nvdla-small-w2a2", List.of("flops=<=1.0x"), methods);
  }

  static Stream<Network> sketches() {
    return Stream.of(
        NetworkSketch.mobile(),
        NetworkSketch.joining(),
        NetworkSketch.excited(),
        NetworkSketch.excitedInRows(),
        NetworkSketch.grouped(),
        NetworkSketch.moving(),
        NetworkSketch.optionA(),
        NetworkCanonicalizer.canonical(NetworkSketch.probabilities()));
  }

  static Stream<Network> zoo() {
    return Stream.of(Model.RESNET8, Model.RESNET20, Model.MOBILENET_V1, Model.SQUEEZENET)
        .map(m -> ScaledWidths.of(ModelZoo.build(m, 3, 10, 32, 1), 0.25));
  }

  @ParameterizedTest
  @MethodSource("sketches")
  void searchesRun(Network network) {
    List<CheckedSearch> all = checks(METHODS).run(network, search -> {});
    assertThat(all.stream().map(CheckedSearch::method).distinct())
        .containsExactlyElementsOf(METHODS);
    assertThat(all).allSatisfy(s -> assertThat(s.message()).as(s.method()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("zoo")
  void channelExpansionRuns(Network network) {
    List<CheckedSearch> all = checks(List.of("nce")).run(network, search -> {});
    assertThat(all).isNotEmpty();
    assertThat(all).allSatisfy(s -> assertThat(s.message()).isEmpty());
  }

  @Test
  void everyMethodRuns() {
    List<CheckedSearch> all =
        checks(SearchMethodRegistry.namesAlone()).run(NetworkSketch.optionA(), search -> {});
    assertThat(all).allSatisfy(s -> assertThat(s.message()).as(s.method()).isEmpty());
  }

  @Test
  void aNetworkWithNothingToSearchIsRefusedInOneLine() {
    Network plain = NetworkSketch.plain();
    Network image =
        new Network(
            "image",
            plain.inputs(),
            plain.inputs(),
            List.of(),
            plain.shapes(),
            plain.parameters(),
            true);
    List<CheckedSearch> all = checks(METHODS).run(image, search -> {});
    assertThat(all).isNotEmpty();
    assertThat(all).allMatch(s -> s.outcome() == Outcome.REFUSED);
  }
}
