package dev.twobit.cli;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.halving.Halving;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The method and its settings: a preset or a file, and what replaces single keys of it. */
final class SettingsOptions {
  private static final String USUAL = "small";

  /** For the help: a preset is a file, and named nowhere else. */
  private static final class Presets extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Presets() {
      super(SearchSettings.PRESETS);
    }
  }

  /** For the help: a method is entered in its registry, and named nowhere else. */
  private static final class Methods extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Methods() {
      super(SearchMethodRegistry.names());
    }
  }

  private static final Set<String> OF_PAPERS = Set.of("paper", "imagenet");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      completionCandidates = Methods.class,
      description =
          "${COMPLETION-CANDIDATES}; wrpn has a multiplier too: wrpn:1.5; widths has widths:"
              + " widths:16,32,64 (halving; nce with presets paper and imagenet).")
  private Optional<String> method = Optional.empty();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = Presets.class,
      description = "Settings to start from: ${COMPLETION-CANDIDATES} (" + USUAL + ").")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings in YAML, as --show-settings prints them; instead of --preset.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, as often as wanted.")
  private List<String> changes = List.of();

  @Option(names = "--warmup-epochs", paramLabel = "N", description = "As --set warmup-epochs=N.")
  private Optional<Integer> warmupEpochs = Optional.empty();

  @Option(names = "--search-epochs", paramLabel = "N", description = "As --set search-epochs=N.")
  private Optional<Integer> searchEpochs = Optional.empty();

  @Option(
      names = "--training-epochs",
      paramLabel = "N",
      description = "As --set training-epochs=N.")
  private Optional<Integer> trainingEpochs = Optional.empty();

  @Option(
      names = "--show-settings",
      help = true,
      description = "Print every setting with what it decides, as asked for, and end.")
  private boolean show;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "How all compared networks are trained, whatever they begin with: a name from 'twobit"
              + " train --list-recipes' or a YAML file like them. As --set recipe=NAME --set"
              + " imported-recipe=NAME.")
  private Optional<String> recipe = Optional.empty();

  @Option(
      names = "--init",
      paramLabel = "WHAT",
      description =
          "Weights that compared networks begin with: imported, the file's; fresh; or auto, the"
              + " file's if it is trained. As --set init=WHAT.")
  private Optional<String> init = Optional.empty();

  @Option(
      names = "--held-out",
      paramLabel = "WHAT",
      description =
          "Images that no weights see, to choose by: a number of training images, a share as 10%%,"
              + " none, or other data as --data has it. As --set held-out=WHAT.")
  private Optional<String> heldOut = Optional.empty();

  boolean show() {
    return show;
  }

  String method() {
    return method(settings());
  }

  /** The papers' presets are of the papers' method; others return nothing worse than was given. */
  private String method(SearchSettings settings) {
    boolean papers = OF_PAPERS.contains(settings.preset());
    return method.orElse(papers ? "nce" : Halving.NAME);
  }

  /** As given, before the method takes its own. */
  SearchSettings settings() {
    if (preset.isPresent() && file.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--preset and --settings: found both, expected one; a file names its own preset");
    }
    SearchSettings settings =
        file.map(SearchSettings::read).orElseGet(() -> SearchSettings.preset(preset.orElse(USUAL)));
    Map<String, String> given = given();
    settings = settings.with(given);
    requireFree(method(settings), given, settings);
    return settings;
  }

  /** What a method is by its nature cannot be set otherwise. */
  private static void requireFree(
      String method, Map<String, String> given, SearchSettings settings) {
    Map<String, String> own = SearchMethodRegistry.settings(method, settings).toMap();
    Map<String, String> asked = settings.toMap();
    for (String key : given.keySet()) {
      String fixed = own.getOrDefault(key, "");
      if (!fixed.equals(asked.getOrDefault(key, ""))) {
        throw new InvalidInputException(
            "--set "
                + key
                + "="
                + given.get(key)
                + ": method "
                + method
                + " is made by "
                + key
                + "="
                + fixed
                + "; expected no --set of it");
      }
    }
  }

  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (String change : changes) {
      int equals = change.indexOf('=');
      if (equals < 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--set: found '" + change + "', expected KEY=VALUE");
      }
      put(given, change.substring(0, equals), change.substring(equals + 1));
    }
    put(given, "warmup-epochs", warmupEpochs);
    put(given, "search-epochs", searchEpochs);
    put(given, "training-epochs", trainingEpochs);
    recipe.ifPresent(name -> put(given, "recipe", name));
    recipe.ifPresent(name -> put(given, "imported-recipe", name));
    init.ifPresent(what -> put(given, "init", what));
    heldOut.ifPresent(what -> put(given, "held-out", what));
    return given;
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an option of the command line
  private void put(Map<String, String> given, String key, Optional<Integer> value) {
    value.ifPresent(v -> put(given, key, String.valueOf(v)));
  }

  private void put(Map<String, String> given, String key, String value) {
    if (given.put(key, value) != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "setting '" + key + "': found it given twice, expected once");
    }
    if (key.equals("preset")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--set preset=" + value + ": expected --preset " + value);
    }
  }
}
