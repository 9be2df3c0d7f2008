package dev.twobit.experiment.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A trial as a command that anybody may start, any number of times.
 *
 * @param key the trial's, which names its folder
 * @param title for a person
 * @param file what the trial is, absolute
 * @param command words and the environment to start it with
 */
record Task(String key, String title, Path file, TrialWords command) {
  /** All words. */
  List<String> words() {
    List<String> words = new ArrayList<>(command.words());
    words.add(file.toString());
    return words;
  }

  /**
   * One try is over; its result is there or is not.
   *
   * @param how for a person, as in "its process ended with code 137"
   */
  record Ended(Task task, String how) {}
}
