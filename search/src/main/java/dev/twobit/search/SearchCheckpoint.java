package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.supernet.SuperNet;
import dev.twobit.search.supernet.SuperNetWeights;
import dev.twobit.training.Checkpoint;
import dev.twobit.training.CheckpointFiles;
import dev.twobit.training.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A search's state as a file, to the bit. */
final class SearchCheckpoint {
  private static final String SETTING = "setting/";
  private static final String CANDIDATES = "candidates/";

  private SearchCheckpoint() {}

  static Checkpoint of(SearchState state, SearchSettings settings) {
    Map<String, String> texts = new LinkedHashMap<>(state.architecture().save());
    settings.toMap().forEach((key, value) -> texts.put(SETTING + key, value));
    state
        .space()
        .units()
        .forEach((name, unit) -> texts.put(CANDIDATES + name, join(unit.candidates())));
    for (int i = 0; i < state.expansions().size(); i++) {
      texts.put("expansion/" + i, text(state.expansions().get(i)));
    }
    state.genotypes().save(texts);
    Map<String, float[]> arrays = new LinkedHashMap<>();
    Checkpoint.put(arrays, "weights/", state.weights().trainable());
    Checkpoint.put(arrays, "statistics/", state.weights().buffers());
    Checkpoint.put(arrays, "momentum/", state.sgd().velocities());
    return new Checkpoint(state.epochsDone(), texts, arrays);
  }

  /**
   * The state that a checkpoint holds. Throws a one-line error if it is of another network or of
   * other settings. Holds leaves: call outside of a step's pointer scope.
   *
   * @param start the space before any expansion
   */
  static SearchState restore(
      CheckpointFiles.Found found, SearchTask task, SearchSettings settings, SearchSpace start) {
    Checkpoint checkpoint = found.checkpoint();
    Map<String, String> texts = checkpoint.texts();
    requireSame(settings, texts, found.file());
    SearchSpace space = space(start, texts, found.file());
    SuperNetWeights weights = SuperNetWeights.initial(space, task.scheme(), task.seed());
    checkpoint.restore("weights/", weights.trainable(), found.file());
    checkpoint.restore("statistics/", weights.buffers(), found.file());
    Sgd sgd = settings.weights().sgd();
    sgd.prepare(weights.trainable());
    checkpoint.restore("momentum/", sgd.velocities(), found.file());
    List<SearchEpoch.Expansion> expansions = new ArrayList<>();
    for (int i = 0; texts.containsKey("expansion/" + i); i++) {
      expansions.add(expansion(texts.getOrDefault("expansion/" + i, "")));
    }
    SuperNet superNet = SearchState.superNet(task, space, weights);
    superNet.skipInitialization();
    return new SearchState(
        checkpoint.epochsDone(),
        space,
        ArchitectureParameters.restore(space, texts),
        superNet,
        sgd,
        expansions,
        GenotypeHistory.restore(space, texts));
  }

  private static void requireSame(SearchSettings settings, Map<String, String> texts, Path file) {
    settings
        .toMap()
        .forEach(
            (key, value) -> {
              String old = SearchSettings.OF_OLD.getOrDefault(key, "none");
              String then = texts.getOrDefault(SETTING + key, old);
              if (!value.equals(then) && !SearchSettings.NOT_OF_THE_SEARCH.contains(key)) {
                throw new InvalidInputException(
                    file + ": found a search with " + key + " " + then + ", expected " + value);
              }
            });
  }

  private static SearchSpace space(SearchSpace start, Map<String, String> texts, Path file) {
    SearchSpace space = start;
    for (String unit : start.units().keySet()) {
      String candidates = texts.get(CANDIDATES + unit);
      if (candidates == null) {
        throw new InvalidInputException(
            file + ": found no candidates of " + unit + "; Maybe it belongs to another network");
      }
      space = space.withCandidates(unit, split(candidates));
    }
    return space;
  }

  private static String text(SearchEpoch.Expansion e) {
    return String.join(
        " ",
        String.valueOf(e.epoch()),
        String.valueOf(e.fromWidth()),
        String.valueOf(e.toWidth()),
        Double.toHexString(e.probability()),
        e.unit());
  }

  private static SearchEpoch.Expansion expansion(String text) {
    String[] parts = text.split(" ", 5);
    return new SearchEpoch.Expansion(
        Integer.parseInt(parts[0]),
        parts[4],
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Double.parseDouble(parts[3]));
  }

  private static String join(List<Integer> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  private static List<Integer> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }
}
