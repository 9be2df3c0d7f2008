package dev.twobit.search.slimmable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
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

  private FoundNetwork found(
      SearchTask task, String name, StopRequest stop, SearchProgress progress) throws IOException {
    SearchMethod method = SearchMethodRegistry.named(Slimmable.NAME, SETTINGS, stop);
    return method.run(task, folder.resolve(name), progress);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedAnywhereItEndsInTheSameBits(boolean inherited) throws IOException {
    SearchTask task =
        ContestTasks.of(
            NETWORK,
            "1.5x",
            inherited ? Optional.of(Initializer.initialize(NETWORK, 3)) : Optional.empty());
    Torch.useThreads(2); // as a process begins: the task's threads count, not what was there before
    StringBuilder said = new StringBuilder();
    FoundNetwork whole =
        found(
            task, "whole", new StopRequest(), ContestTasks.saying(l -> said.append(l).append(';')));
    for (String line : List.of("super-net epoch 1", "parts scored", "best parts", "final 1")) {
      String name = "cut at " + line;
      StopRequest stop = new StopRequest();
      SearchProgress stopping =
          ContestTasks.saying(
              l -> {
                if (l.startsWith(line)) {
                  stop.request();
                }
              });
      assertThatThrownBy(() -> found(task, name, stop, stopping))
          .isInstanceOf(TrainingStoppedException.class);
      StringBuilder again = new StringBuilder();
      FoundNetwork resumed =
          found(
              task, name, new StopRequest(), ContestTasks.saying(l -> again.append(l).append(';')));
      assertThat(resumed.widths()).isEqualTo(whole.widths());
      assertThat(resumed.verdict()).isEqualTo(whole.verdict());
      assertThat(resumed.figures()).isEqualTo(whole.figures());
      // Scores of parts are told to four digits: the super-net's weights are the same.
      assertThat(parts(again)).isEqualTo(parts(said));
    }
    assertThat(whole.costs().latencyCycles()).isLessThanOrEqualTo(task.budgets().get(0).limit());
  }

  private static String parts(StringBuilder said) {
    return said.substring(said.indexOf("parts scored"));
  }
}
