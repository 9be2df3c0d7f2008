package dev.twobit.search.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.tensor.Torch;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A search that is stopped and goes on, against one that is not. */
public final class StoppedSearch {
  /** What is told of steps that a search which goes on does not make again. */
  private static final String STEPS = "super-net epoch";

  private final String method;
  private final SearchSettings settings;
  private final SearchTask task;
  private final Path folder;

  public StoppedSearch(String method, SearchSettings settings, SearchTask task, Path folder) {
    this.method = method;
    this.settings = settings;
    this.task = task;
    this.folder = folder;
  }

  /**
   * Stopped at each of these points it comes to the same network, verdict and figures, and tells
   * the same scores on its way.
   *
   * @param lines beginnings of what is said at the points
   * @return what the search finds that is not stopped
   */
  public FoundNetwork requireSameAfter(List<String> lines) throws IOException {
    List<String> said = new ArrayList<>();
    Torch.useThreads(2); // as a process begins: the task's threads count, not what was there before
    FoundNetwork whole = found("whole", new StopRequest(), said::add);
    for (String line : lines) {
      String name = "stopped at " + line;
      StopRequest stop = new StopRequest();
      Consumer<String> stopping =
          told -> {
            if (told.startsWith(line)) {
              stop.request();
            }
          };
      assertThatThrownBy(() -> found(name, stop, stopping))
          .isInstanceOf(TrainingStoppedException.class);
      List<String> again = new ArrayList<>();
      FoundNetwork resumed = found(name, new StopRequest(), again::add);
      assertThat(resumed.widths()).isEqualTo(whole.widths());
      assertThat(resumed.verdict()).isEqualTo(whole.verdict());
      assertThat(resumed.figures()).isEqualTo(whole.figures());
      said.removeIf(told -> told.startsWith(STEPS));
      again.removeIf(told -> told.startsWith(STEPS));
      assertThat(again).isEqualTo(said);
    }
    return whole;
  }

  private FoundNetwork found(String name, StopRequest stop, Consumer<String> listener)
      throws IOException {
    return SearchMethodRegistry.named(method, settings, stop)
        .run(task, folder.resolve(name), ContestTasks.saying(listener));
  }
}
