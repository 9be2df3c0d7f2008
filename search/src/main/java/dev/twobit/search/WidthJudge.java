package dev.twobit.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Says how good networks of a task are at given widths, without training them. */
public interface WidthJudge {
  /** Throws a one-line error for a task whose networks it cannot judge. */
  void check(SearchTask task);

  /**
   * Loss by the widths of all units, nats; the same for the same widths to the bit, after a restart
   * too. It ends with a {@code TrainingStoppedException} where the search is to stop.
   *
   * @param checkpoint the search's; names of what is kept begin with this one
   * @param progress told now and then of how many were judged
   */
  ToDoubleFunction<Map<String, Integer>> losses(
      SearchTask task, Path checkpoint, SearchProgress progress) throws IOException;
}
