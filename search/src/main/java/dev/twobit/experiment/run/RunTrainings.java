package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.results.NetworkKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trainings of a search run: every compared network, once a seed. Where they begin with the
 * file's weights, its own are those in full precision.
 */
final class RunTrainings {
  private final SearchRequest request;
  private final Map<String, String> phases = new LinkedHashMap<>();
  private final List<Training> trainings = new ArrayList<>();

  /** One of them. */
  record Training(NetworkKind kind, TrainingTrial trial) {
    long seed() {
      return trial.execution().seed();
    }
  }

  /**
   * @param found where it is the original network with the original's residual bits, the two are
   *     one training; where it has other bits, the original is trained with these too
   */
  RunTrainings(SearchSetup setup, FoundStructure found) {
    this.request = setup.request();
    Structure original = Structure.original(found.result());
    Structure adapted = Structure.found(found.result(), setup.coupling());
    Optional<Integer> residualBits = found.otherResidualBits(setup);
    for (long seed : request.execution().seeds()) {
      for (NetworkKind kind : kinds(request, residualBits.isPresent())) {
        Structure structure = kind == NetworkKind.QUANTIZED_ADAPTED ? adapted : original;
        TrainingTrial trial = trial(setup, kind, structure, residualBits, seed);
        trainings.add(new Training(kind, trial));
        phases.putIfAbsent(TrialJson.key(trial), phase(kind, request.arithmetic().bits(), seed));
      }
    }
  }

  private static List<NetworkKind> kinds(SearchRequest request, boolean ofOtherBits) {
    List<NetworkKind> kinds = new ArrayList<>();
    if (!request.start().isImported()) {
      kinds.add(NetworkKind.FULL_PRECISION);
    }
    kinds.add(NetworkKind.QUANTIZED_ORIGINAL);
    if (ofOtherBits) {
      kinds.add(NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS);
    }
    kinds.add(NetworkKind.QUANTIZED_ADAPTED);
    return kinds;
  }

  /** Of one structure at the bits that were asked for. */
  static TrainingTrial trial(SearchSetup setup, NetworkKind kind, Structure structure, long seed) {
    return trial(setup, kind, structure, Optional.empty(), seed);
  }

  /**
   * Of one structure.
   *
   * @param residualBits that were found; empty: those that were asked for
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: those of the original
  private static TrainingTrial trial(
      SearchSetup setup,
      NetworkKind kind,
      Structure structure,
      Optional<Integer> residualBits,
      long seed) {
    SearchRequest request = setup.request();
    boolean quantized = kind != NetworkKind.FULL_PRECISION;
    return new TrainingTrial(
        Trial.FORMAT,
        setup.trial().subject(),
        structure,
        arithmetic(request.arithmetic(), kind, residualBits),
        request.training(),
        setup.start(),
        new TrainingTrial.Outputs(false, quantized, quantized),
        request.execution().with(seed));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: those of the original
  private static Arithmetic arithmetic(
      Arithmetic own, NetworkKind kind, Optional<Integer> residualBits) {
    return switch (kind) {
      case FULL_PRECISION, IMPORTED ->
          new Arithmetic(Quantization.none(), own.bits(), own.residualBits(), own.precision());
      case QUANTIZED_ORIGINAL, QUANTIZED_UNIFORM -> own;
      case QUANTIZED_ORIGINAL_FOUND_BITS, QUANTIZED_ADAPTED ->
          residualBits.map(own::withResidualBits).orElse(own);
    };
  }

  /** As a training is called in the log and in reports. */
  static String phase(NetworkKind kind, int bits, long seed) {
    return "train " + name(kind, bits) + ", seed " + seed;
  }

  /** As a network that is trained is called. */
  static String name(NetworkKind kind, int bits) {
    return switch (kind) {
      case FULL_PRECISION -> "full precision";
      case QUANTIZED_ORIGINAL -> bits + "-bit original";
      case QUANTIZED_ORIGINAL_FOUND_BITS -> bits + "-bit original at the residual bits found";
      case QUANTIZED_UNIFORM -> bits + "-bit uniform";
      case QUANTIZED_ADAPTED -> bits + "-bit adapted";
      case IMPORTED -> throw new IllegalArgumentException("imported weights are not trained");
    };
  }

  /** Names of the phases that there are whatever is found, in the order they run. */
  static List<String> phases(SearchRequest request) {
    List<String> phases = new ArrayList<>();
    for (long seed : request.execution().seeds()) {
      kinds(request, false)
          .forEach(kind -> phases.add(phase(kind, request.arithmetic().bits(), seed)));
    }
    return phases;
  }

  String phase(TrainingTrial trial) {
    return phases.getOrDefault(TrialJson.key(trial), trial.title());
  }

  List<Training> all() {
    return List.copyOf(trainings);
  }

  List<TrainingTrial> trials() {
    return trainings.stream().map(Training::trial).toList();
  }
}
