package dev.twobit.experiment.study;

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

  public long done() {
    return trials.stream().filter(Entry::done).count();
  }
}
