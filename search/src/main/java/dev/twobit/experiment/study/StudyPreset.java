package dev.twobit.experiment.study;

import dev.twobit.network.InvalidInputException;
import java.util.List;
import java.util.Map;

/**
 * How large a study is.
 *
 * @param search preset of the searches; {@code changes} are settings that replace single keys of it
 * @param trainPerClass training images of every class; 0: all
 * @param recipe of the trainings, for so many {@code epochs} of batches of {@code batchSize}
 * @param seeds trainings of every network
 * @param structures networks of a method that finds many
 */
record StudyPreset(
    String name,
    String search,
    Map<String, String> changes,
    int trainPerClass,
    int testPerClass,
    String recipe,
    int epochs,
    int batchSize,
    int seeds,
    int structures) {
  static final List<String> NAMES = List.of("smoke", "small", "paper");

  /**
   * @param imageNet of the study of large images
   */
  static StudyPreset named(String name, boolean imageNet) {
    return switch (name) {
      case "smoke" ->
          new StudyPreset(
              name,
              "smoke",
              Map.of("search-epochs", "4", "batch-size", "20", "architecture-rate", "0.05"),
              60,
              20,
              "small",
              2,
              50,
              2,
              2);
      case "small" -> new StudyPreset(name, "small", Map.of(), 0, 0, "small", 15, 64, 3, 3);
      case "paper" ->
          imageNet
              ? new StudyPreset(name, "imagenet", Map.of(), 0, 0, "imagenet", 125, 256, 1, 1)
              : new StudyPreset(name, "paper", Map.of(), 0, 0, "cifar10", 305, 256, 3, 10);
      default ->
          throw new InvalidInputException(
              "--preset: found '" + name + "', expected one of " + String.join(", ", NAMES));
    };
  }
}
