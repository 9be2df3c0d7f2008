package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.results.NetworkKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * @param found where it is the original network with the original's bits, the two are one
   *     training; where it has other residual bits, the original is trained with these too, and
   *     where it has other bits of layers, with the most that all can have within the budgets
   */
  RunTrainings(SearchSetup setup, FoundStructure found) {
    this.request = setup.request();
    Structure original = Structure.original(found.result());
    Structure adapted = Structure.found(found.result(), setup.coupling());
    for (long seed : request.execution().seeds()) {
      for (NetworkKind kind : kinds(request, controls(setup, found))) {
        Structure structure = kind == NetworkKind.QUANTIZED_ADAPTED ? adapted : original;
        Arithmetic arithmetic = arithmetic(setup, found.result(), kind);
        TrainingTrial trial = trial(setup, kind, structure, arithmetic, seed);
        trainings.add(new Training(kind, trial));
        phases.putIfAbsent(TrialJson.key(trial), phase(kind, request.arithmetic().bits(), seed));
      }
    }
  }

  /** The original at other bits than were asked for. */
  static List<NetworkKind> controls(SearchSetup setup, FoundStructure found) {
    List<NetworkKind> controls = new ArrayList<>();
    if (found.otherResidualBits(setup).isPresent()) {
      controls.add(NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS);
    }
    if (!setup.uniformBits().isEmpty()) {
      controls.add(NetworkKind.QUANTIZED_ORIGINAL_UNIFORM_BITS);
    }
    return controls;
  }

  private static List<NetworkKind> kinds(SearchRequest request, List<NetworkKind> controls) {
    List<NetworkKind> kinds = new ArrayList<>();
    if (!request.start().isImported()) {
      kinds.add(NetworkKind.FULL_PRECISION);
    }
    kinds.add(NetworkKind.QUANTIZED_ORIGINAL);
    kinds.addAll(controls);
    kinds.add(NetworkKind.QUANTIZED_ADAPTED);
    return kinds;
  }

  /** Of one structure at the bits that were asked for. */
  static TrainingTrial trial(SearchSetup setup, NetworkKind kind, Structure structure, long seed) {
    Arithmetic asked = setup.request().arithmetic();
    return trial(
        setup, kind, structure, kind == NetworkKind.FULL_PRECISION ? inFloat(asked) : asked, seed);
  }

  /** Of one structure. */
  static TrainingTrial trial(
      SearchSetup setup, NetworkKind kind, Structure structure, Arithmetic arithmetic, long seed) {
    SearchRequest request = setup.request();
    boolean quantized = kind != NetworkKind.FULL_PRECISION;
    return new TrainingTrial(
        Trial.FORMAT,
        setup.trial().subject(),
        structure,
        arithmetic,
        request.training(),
        setup.start(),
        new TrainingTrial.Outputs(false, quantized, quantized),
        request.execution().with(seed));
  }

  /** What a network of the run is computed with. */
  static Arithmetic arithmetic(SearchSetup setup, SearchTrialResult found, NetworkKind kind) {
    Arithmetic asked = setup.request().arithmetic();
    return switch (kind) {
      case FULL_PRECISION, IMPORTED -> inFloat(asked);
      case QUANTIZED_ORIGINAL, QUANTIZED_UNIFORM -> asked;
      case QUANTIZED_ORIGINAL_UNIFORM_BITS -> asked.withMore(setup.uniformBits());
      case QUANTIZED_ORIGINAL_FOUND_BITS, QUANTIZED_ADAPTED -> found.arithmetic(asked);
    };
  }

  private static Arithmetic inFloat(Arithmetic asked) {
    return new Arithmetic(
        Quantization.none(), asked.bits(), asked.residualBits(), asked.precision());
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
      case QUANTIZED_ORIGINAL_UNIFORM_BITS -> "original at the most bits that all layers can have";
      case QUANTIZED_UNIFORM -> bits + "-bit uniform";
      case QUANTIZED_ADAPTED -> bits + "-bit adapted";
      case IMPORTED -> throw new IllegalArgumentException("imported weights are not trained");
    };
  }

  /** Names of the phases that there are whatever is found, in the order they run. */
  static List<String> phases(SearchRequest request) {
    List<String> phases = new ArrayList<>();
    for (long seed : request.execution().seeds()) {
      kinds(request, List.of())
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
