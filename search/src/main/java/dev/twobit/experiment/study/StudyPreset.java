package dev.twobit.experiment.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Document;
import dev.twobit.settings.SettingsCatalog;
import dev.twobit.settings.SettingsReader;
import java.util.List;
import java.util.Map;

/**
 * How large a study is: a file among the resources, whose keys {@code studies/schema.json}
 * describes.
 */
record StudyPreset(String name, Searches searches, Images images, Trainings trainings) {
  private static final SettingsReader READER =
      new SettingsReader("studies/schema.json", "the size of a study in YAML");
  private static final SettingsCatalog CATALOG = new SettingsCatalog("studies", "preset");
  private static final String IMAGENET = "imagenet";

  static final List<String> NAMES = CATALOG.names();

  /**
   * What is searched how often.
   *
   * @param search preset of the searches
   * @param changes settings that replace single keys of it
   * @param structures networks of a method that finds many
   */
  record Searches(String search, Map<String, String> changes, int structures) {}

  /**
   * What is trained and tested with.
   *
   * @param trainPerClass training images of every class; 0: all
   * @param testPerClass test images of every class; 0: all
   */
  record Images(int trainPerClass, int testPerClass) {}

  /**
   * How the found networks are trained.
   *
   * @param recipe for so many {@code epochs} of batches of {@code batchSize}
   * @param seeds trainings of every network
   */
  record Trainings(String recipe, int epochs, int batchSize, int seeds) {}

  /**
   * Throws a one-line error for a name that is not of {@link #NAMES}.
   *
   * @param imageNet of the study of large images, in which some keys differ
   */
  static StudyPreset named(String name, boolean imageNet) {
    if (!CATALOG.contains(name)) {
      throw new InvalidInputException(
          "--preset: found '" + name + "', " + Suggestion.among(name, NAMES));
    }
    Document file = READER.parse(name + ".yaml", CATALOG.text(name));
    ObjectNode keys = file.tree().deepCopy();
    if (imageNet && keys.has(IMAGENET)) {
      keys.setAll(keys.withObject("/" + IMAGENET));
    }
    Document preset = file.with(file.file(), keys);
    return new StudyPreset(
        name, preset.as(Searches.class), preset.as(Images.class), preset.as(Trainings.class));
  }

  String search() {
    return searches.search();
  }

  Map<String, String> changes() {
    return searches.changes();
  }

  int trainPerClass() {
    return images.trainPerClass();
  }

  int testPerClass() {
    return images.testPerClass();
  }

  String recipe() {
    return trainings.recipe();
  }

  int epochs() {
    return trainings.epochs();
  }

  int batchSize() {
    return trainings.batchSize();
  }

  int seeds() {
    return trainings.seeds();
  }

  int structures() {
    return searches.structures();
  }
}
