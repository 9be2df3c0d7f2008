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
   * @param result of the search; where it found the original, the two are one training
   */
  RunTrainings(SearchSetup setup, SearchTrialResult result) {
    this.request = setup.request();
    Structure original = Structure.original(result);
    Structure found = Structure.found(result, setup.coupling());
    for (long seed : request.execution().seeds()) {
      for (NetworkKind kind : kinds(request)) {
        boolean adapted = kind == NetworkKind.QUANTIZED_ADAPTED;
        TrainingTrial trial = trial(setup, kind, adapted ? found : original, seed);
        trainings.add(new Training(kind, trial));
        phases.putIfAbsent(TrialJson.key(trial), phase(kind, request.arithmetic().bits(), seed));
      }
    }
  }

  private static List<NetworkKind> kinds(SearchRequest request) {
    List<NetworkKind> quantized =
        List.of(NetworkKind.QUANTIZED_ORIGINAL, NetworkKind.QUANTIZED_ADAPTED);
    List<NetworkKind> kinds = new ArrayList<>();
    if (!request.start().isImported()) {
      kinds.add(NetworkKind.FULL_PRECISION);
    }
    kinds.addAll(quantized);
    return kinds;
  }

  /** Of one structure. */
  static TrainingTrial trial(SearchSetup setup, NetworkKind kind, Structure structure, long seed) {
    SearchRequest request = setup.request();
    Arithmetic own = request.arithmetic();
    boolean quantized = kind != NetworkKind.FULL_PRECISION;
    return new TrainingTrial(
        Trial.FORMAT,
        setup.trial().subject(),
        structure,
        quantized
            ? own
            : new Arithmetic(Quantization.none(), own.bits(), own.residualBits(), own.precision()),
        request.training(),
        setup.start(),
        new TrainingTrial.Outputs(false, quantized),
        request.execution().with(seed));
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
      case QUANTIZED_UNIFORM -> bits + "-bit uniform";
      case QUANTIZED_ADAPTED -> bits + "-bit adapted";
      case IMPORTED -> throw new IllegalArgumentException("imported weights are not trained");
    };
  }

  /** Names of all phases, whatever is found, in the order they run. */
  static List<String> phases(SearchRequest request) {
    List<String> phases = new ArrayList<>();
    for (long seed : request.execution().seeds()) {
      kinds(request).forEach(kind -> phases.add(phase(kind, request.arithmetic().bits(), seed)));
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
