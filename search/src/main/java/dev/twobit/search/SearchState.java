package dev.twobit.search;

import dev.twobit.training.Checkpoint;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a search must keep to go on in the same bits.
 *
 * @param inBand the latest genotype within all bands, by search epoch; at most one
 */
record SearchState(
    int epochsDone,
    SearchSpace space,
    ArchitectureParameters architecture,
    SuperNetWeights weights,
    Sgd sgd,
    List<SearchEpoch.Expansion> expansions,
    Map<Integer, Map<String, Integer>> inBand) {

  SearchState withEpochs(int done) {
    return new SearchState(done, space, architecture, weights, sgd, expansions, inBand);
  }

  SearchState grown(SearchSpace larger, SuperNetWeights grown, Sgd grownSgd) {
    return new SearchState(epochsDone, larger, architecture, grown, grownSgd, expansions, inBand);
  }

  void save(Path file) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>(architecture.save());
    space.units().forEach((name, unit) -> texts.put("candidates/" + name, join(unit.candidates())));
    for (int i = 0; i < expansions.size(); i++) {
      SearchEpoch.Expansion e = expansions.get(i);
      texts.put(
          "expansion/" + i,
          e.epoch()
              + " "
              + e.fromWidth()
              + " "
              + e.toWidth()
              + " "
              + Double.toHexString(e.probability())
              + " "
              + e.unit());
    }
    inBand.forEach(
        (epoch, genotype) -> {
          texts.put("inBand/epoch", String.valueOf(epoch));
          genotype.forEach(
              (unit, width) -> texts.put("inBand/width/" + unit, String.valueOf(width)));
        });
    Map<String, float[]> arrays = new LinkedHashMap<>();
    Checkpoint.put(arrays, "weights/", weights.trainable());
    Checkpoint.put(arrays, "statistics/", weights.buffers());
    Checkpoint.put(arrays, "momentum/", sgd.velocities());
    new Checkpoint(epochsDone, texts, arrays).write(file);
  }

  /**
   * The state in {@code file} for the network that {@code initial} is of; empty if there is none.
   */
  static Optional<SearchState> restore(Path file, SearchState initial, QuantizationScheme scheme)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.read(file);
    Map<String, String> texts = checkpoint.texts();
    SearchSpace space = initial.space;
    for (String unit : initial.space.units().keySet()) {
      space = space.withCandidates(unit, split(texts.getOrDefault("candidates/" + unit, "")));
    }
    SuperNetWeights weights = SuperNetWeights.initial(space, scheme, 0);
    checkpoint.restore("weights/", weights.trainable(), file);
    checkpoint.restore("statistics/", weights.buffers(), file);
    Sgd sgd = initial.sgd.fresh();
    sgd.prepare(weights.trainable());
    checkpoint.restore("momentum/", sgd.velocities(), file);
    List<SearchEpoch.Expansion> expansions = new ArrayList<>();
    for (int i = 0; texts.containsKey("expansion/" + i); i++) {
      String[] parts = texts.getOrDefault("expansion/" + i, "").split(" ", 5);
      expansions.add(
          new SearchEpoch.Expansion(
              Integer.parseInt(parts[0]),
              parts[4],
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              Double.parseDouble(parts[3])));
    }
    return Optional.of(
        new SearchState(
            checkpoint.epochsDone(),
            space,
            ArchitectureParameters.restore(space, texts),
            weights,
            sgd,
            expansions,
            inBand(texts)));
  }

  private static Map<Integer, Map<String, Integer>> inBand(Map<String, String> texts) {
    Map<Integer, Map<String, Integer>> result = new LinkedHashMap<>();
    String epoch = texts.get("inBand/epoch");
    if (epoch != null) {
      Map<String, Integer> genotype = new LinkedHashMap<>();
      texts.forEach(
          (key, value) -> {
            if (key.startsWith("inBand/width/")) {
              genotype.put(key.substring("inBand/width/".length()), Integer.valueOf(value));
            }
          });
      result.put(Integer.valueOf(epoch), genotype);
    }
    return result;
  }

  private static String join(List<Integer> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  private static List<Integer> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }
}
