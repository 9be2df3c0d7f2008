package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.SimulationResult;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.LatencyRange;
import java.util.List;

/**
 * What a study will do.
 *
 * @param trials every search, and every training as far as it can be told: two arms may yet find
 *     the same network
 * @param seconds this will take here, by a measured step
 * @param spread of the latency that widths can reach on the hardware, a sentence
 */
public record StudyPlan(List<Entry> trials, double seconds, String spread) {
  public StudyPlan {
    trials = List.copyOf(trials);
  }

  /**
   * @param label of the arm
   * @param key empty for a training whose network is not found yet
   * @param done its result is there
   * @param seconds it will take; 0 if done
   */
  public record Entry(String label, String title, String key, boolean done, double seconds) {}

  /** Where it is small, a budget on latency leaves widths nearly free. */
  public static String spread(SearchTask task, SearchTrial trial) {
    LatencyRange spread =
        LatencyRange.of(task.space(trial.search().searchSettings()), task.costs());
    return "on %s, %s"
        .formatted(
            trial.hardware().where(),
            LatencySpread.of(
                    SimulationResult.of(spread.narrowest()),
                    SimulationResult.of(spread.original()),
                    SimulationResult.of(spread.widest()))
                .message());
  }

  public long done() {
    return trials.stream().filter(Entry::done).count();
  }
}
