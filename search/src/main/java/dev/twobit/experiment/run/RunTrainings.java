package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchTrialResult;
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
    for (long seed : request.execution().seeds()) {
      for (NetworkKind kind : kinds(request, found.otherResidualBits(setup).isPresent())) {
        TrainingTrial trial = trial(setup, found, kind, seed);
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

  private static TrainingTrial trial(
      SearchSetup setup, FoundStructure found, NetworkKind kind, long seed) {
    SearchRequest request = setup.request();
    boolean quantized = kind != NetworkKind.FULL_PRECISION;
    SearchTrialResult result = found.result();
    return new TrainingTrial(
        Trial.FORMAT,
        setup.trial().subject(),
        kind == NetworkKind.QUANTIZED_ADAPTED ? result.widths() : result.original(),
        arithmetic(request.arithmetic(), kind, found.otherResidualBits(setup)),
        request.training(),
        setup.start(),
        new TrainingTrial.Outputs(false, quantized),
        request.execution().with(seed));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: those of the original
  private static Arithmetic arithmetic(
      Arithmetic own, NetworkKind kind, Optional<Integer> residualBits) {
    return switch (kind) {
      case FULL_PRECISION, IMPORTED ->
          new Arithmetic(Quantization.none(), own.bits(), own.residualBits(), own.precision());
      case QUANTIZED_ORIGINAL -> own;
      case QUANTIZED_ORIGINAL_FOUND_BITS, QUANTIZED_ADAPTED ->
          residualBits.map(own::withResidualBits).orElse(own);
    };
  }

  /** As a training is called in the log and in reports. */
  static String phase(NetworkKind kind, int bits, long seed) {
    String name =
        switch (kind) {
          case FULL_PRECISION -> "full precision";
          case QUANTIZED_ORIGINAL -> bits + "-bit original";
          case QUANTIZED_ORIGINAL_FOUND_BITS -> bits + "-bit original at the residual bits found";
          case QUANTIZED_ADAPTED -> bits + "-bit adapted";
          case IMPORTED -> throw new IllegalArgumentException("imported weights are not trained");
        };
    return "train " + name + ", seed " + seed;
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
