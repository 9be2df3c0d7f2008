package dev.twobit.search.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.StoppedSearch;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NCE that ends with a final. */
class DrawnEndTest {
  private static final Network NETWORK = TinyNetworks.of("residual");
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke")
          .with(
              Map.of(
                  "end", "drawn",
                  "drawn-networks", "30",
                  "search-epochs", "2",
                  "batch-size", "10",
                  "architecture-rate", "1"));

  @TempDir Path folder;

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"align,interpolation,fresh", "tied,masking,inherited"})
  void stoppedAnywhereItEndsInTheSameBits(String coupling, String sampler, String start)
      throws IOException {
    SearchTask task =
        ContestTasks.of(
            NETWORK,
            "1.5x",
            start.equals("fresh")
                ? Optional.empty()
                : Optional.of(Initializer.initialize(NETWORK, 3)));
    SearchSettings settings =
        SETTINGS.with(Map.of("coupling", coupling, "sampler", sampler, "super-net-start", start));
    FoundNetwork whole =
        new StoppedSearch("nce", settings, task, folder)
            .requireSameAfter(List.of("parts scored", "best parts", "final 1"));
    assertThat(whole.costs().latencyCycles()).isLessThanOrEqualTo(task.budgets().get(0).limit());
    assertThat(whole.verdict()).isPresent();
    assertThat(whole.search()).as("what the search came to is told").isPresent();
    assertThat(whole.figures()).containsEntry("networks drawn from the preferences", 30.0);
  }

  @Test
  void withoutHeldOutImagesItIsRefused() {
    SearchTask task = ContestTasks.of(NETWORK, "1.0x", Optional.empty());
    SearchTask none =
        new SearchTask(
            task.network(),
            task.costs(),
            task.budgets(),
            task.scheme(),
            new SearchTask.Images(task.train(), task.normalization()),
            task.execution());
    SearchMethod method = SearchMethodRegistry.named("nce", SETTINGS);
    method.check(task);
    assertThatThrownBy(() -> method.check(none))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--held-out: found 0")
        .hasMessageNotContaining("\n");
    SearchTask free =
        new SearchTask(
            task.network(),
            task.costs(),
            List.of(),
            task.scheme(),
            task.images(),
            task.execution());
    assertThatThrownBy(() -> method.check(free))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--method nce: found no budget");
    assertThatThrownBy(
            () ->
                SearchMethodRegistry.named("nce", SETTINGS.with("projection", "judge")).check(task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--set projection=judge: found end drawn, expected argmax: ")
        .hasMessageNotContaining("\n");
  }
}
