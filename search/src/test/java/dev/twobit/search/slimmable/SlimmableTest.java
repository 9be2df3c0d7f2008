package dev.twobit.search.slimmable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.StoppedSearch;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The method with its super-net. */
@Tag("slow")
class SlimmableTest {
  private static final Network NETWORK = TinyNetworks.of("residual");
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("coupling", "tied");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedAnywhereItEndsInTheSameBits(boolean inherited) throws IOException {
    SearchTask task =
        ContestTasks.of(
            NETWORK,
            "1.5x",
            inherited ? Optional.of(Initializer.initialize(NETWORK, 3)) : Optional.empty());
    FoundNetwork whole =
        new StoppedSearch(Slimmable.NAME, SETTINGS, task, folder)
            .requireSameAfter(
                List.of("super-net epoch 1", "parts scored", "best parts", "final 1"));
    assertThat(whole.costs().latencyCycles()).isLessThanOrEqualTo(task.budgets().get(0).limit());
  }
}
