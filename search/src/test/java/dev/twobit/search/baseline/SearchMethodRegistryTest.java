package dev.twobit.search.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchMethodRegistryTest {
  /** A few steps, so fast that preferences separate. */
  private static final SearchSettings QUICK =
      SearchSettings.preset("smoke")
          .with("search-epochs", "2")
          .with("batch-size", "16")
          .with("architecture-rate", "1");

  private static final Network RESNET8 =
      ModelZoo.build(ModelZoo.Model.RESNET8, 1, Tasks.CLASSES, 1);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"align, tied", "tied, tied", "padded, padded"})
  void halvingInsertsNoConvolution(String asked, String has) {
    SearchSettings settings =
        SearchMethodRegistry.settings("halving", QUICK.with("coupling", asked));
    assertThat(settings.space().coupling().label()).isEqualTo(has);
  }

  @Test
  void everyNameIsAMethodOfThatName() {
    for (String name : SearchMethodRegistry.names()) {
      assertThat(SearchMethodRegistry.named(name, QUICK).name()).isEqualTo(name);
      assertThat(SearchMethodRegistry.description(name)).isNotBlank();
    }
    assertThatThrownBy(() -> SearchMethodRegistry.named("nc", QUICK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'nc'")
        .hasMessageContaining("did you mean 'nce'?")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> SearchMethodRegistry.named("annealing", QUICK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tas-2x-16")
        .hasMessageNotContaining("\n");
  }

  @Test
  void widthsOfOnesOwnAreTakenAsTheyAre() throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, "flops=0.5x");
    SearchSettings tied = QUICK.with("coupling", "tied");
    FoundNetwork found =
        Tasks.run(SearchMethodRegistry.named("widths:16,20,24,40,40,64", tied), task);
    assertThat(found.widths().values()).contains(20, 24, 40);
    assertThat(found.costs().flops()).isEqualTo((double) CostSummary.of(found.network()).macs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "widths; found no widths, expected 6, one a unit, as --method widths:16,16,32,32,64,64",
        "widths:16,16; found 2 widths, expected 6",
        "widths:16,16,0,32,64,64; found '0', expected a whole number",
        "widths:16,16,x,32,64,64; found 'x', expected a whole number",
        "widths:16,16,,32,64,64; found '', expected a whole number"
      })
  void widthsThatDoNotFitAreOneLine(String method, String message) {
    SearchTask task = Tasks.of(RESNET8, 1, "flops=0.5x");
    SearchMethod given = SearchMethodRegistry.named(method, QUICK.with("coupling", "tied"));
    assertThatThrownBy(() -> given.check(task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  /**
   * By hand, 4 epochs a full training. Halving: rungs of 9 networks for 1 epoch and 2 + 3 for 3, a
   * final of 2 + 2 for three times 4 at the most. Utilization: one network, then 2 times 1 + 3
   * epochs, and the final. Slimmable: 4 passes in 2 epochs, 2 + 3 networks for 1 epoch, and the
   * final. Joint: halving's for each of eight choices of bits.
   */
  @ParameterizedTest
  @CsvSource({
    "halving, 72",
    "utilization, 57",
    "slimmable, 61",
    "joint, 576",
    "nce, 0",
    "random-maximal, 0",
    "wrpn:1.5, 0"
  })
  void whatMethodsTrainFollowsFromTheirSettings(String name, long epochs) {
    assertThat(SearchMethodRegistry.trainedEpochs(name, QUICK, 4)).isEqualTo(epochs);
    assertThat(SearchMethodRegistry.comparesTrained(name)).isEqualTo(epochs > 0);
  }

  /** search/docs/methods.md#tas-from-twice-the-width. */
  @ParameterizedTest
  @CsvSource({
    "nce, tas, tas, 0.3",
    "tas, tas, tas, 1",
    "tas, eighths, eighths, 1",
    "tas-2x-8, tas, tas-2x-8, 1",
    "tas-2x-16, tas, tas-2x-16, 1",
    "tas-2x-16, eighths, eighths-2x-16, 1"
  })
  void methodsHaveTheirGridAndThreshold(String name, String grid, String own, String threshold) {
    SearchSettings settings = SearchMethodRegistry.settings(name, QUICK.with("grid", grid));
    assertThat(settings.space().grid().name()).isEqualTo(own);
    assertThat(settings.expansion().threshold()).isEqualTo(Double.parseDouble(threshold));
  }

  @Test
  void theOriginalIsFoundAsItIs() throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, "flops=0.5x");
    FoundNetwork found = Tasks.run(SearchMethodRegistry.named("original", QUICK), task);
    assertThat(found.network()).isSameAs(RESNET8);
    assertThat(found.costs()).isEqualTo(task.costs().original());
    assertThat(found.widths()).isEmpty();
  }

  /**
   * Twice the width at the cost of once: some layers are wider than the original's, none over 2x.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"tas, 1", "tas-2x-8, 2"})
  void tasStaysInItsSpaceAndInTheBudget(String name, int widest) throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, "latency=1.0x");
    SearchMethod method = SearchMethodRegistry.named(name, QUICK);
    method.check(task);
    FoundNetwork found = method.run(task, folder.resolve("a"), e -> {});
    assertThat(found.method()).isEqualTo(name);
    assertThat(found.costs().latencyCycles())
        .isLessThanOrEqualTo(task.costs().original().latencyCycles());
    var search = found.search().orElseThrow();
    assertThat(search.expansions()).isEmpty();
    search
        .space()
        .units()
        .forEach((unit, u) -> assertThat(u.widest()).isEqualTo(widest * u.nominal()));
    FoundNetwork again = method.run(task, folder.resolve("b"), e -> {});
    assertThat(again.widths()).isEqualTo(found.widths());
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "MOBILENET_V2, align",
    "MOBILENET_V2, tied",
    "RESNET20, padded",
    "SQUEEZENET, align",
    "RESNET20, tied"
  })
  void widthsOfDepthwiseAndConcatenatingNetworksFollow(ModelZoo.Model model, String coupling)
      throws IOException {
    SearchSettings settings = QUICK.with("coupling", coupling);
    SearchTask task = Tasks.of(ModelZoo.build(model, 3, Tasks.CLASSES, 96, 1), 4);
    FoundNetwork narrow = Tasks.run(SearchMethodRegistry.named("wrpn:0.5", settings), task);
    double share = narrow.costs().flops() / task.costs().original().flops();
    assertThat(share).isBetween(0.2, 0.6);
    FoundNetwork random = Tasks.run(SearchMethodRegistry.named("random", settings), task);
    assertThat(random.network().layers()).isNotEqualTo(task.network().layers());
    assertThat(random.widths().keySet()).isEqualTo(narrow.widths().keySet());
  }
}
