package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.results.NetworkKind;
import dev.twobit.search.space.Coupling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trainings of a run with a list of budgets: the original, and what was found and the uniform
 * scaling of each budget, once a seed. Those of equal widths are one.
 */
final class CurveTrainings {
  private final CurveSetup setup;
  private final Map<String, String> phases = new LinkedHashMap<>();
  private final List<Group> groups = new ArrayList<>();

  /**
   * Trainings of a network, one a seed.
   *
   * @param of the budget's name, {@code latency 0.6x}; empty: of none
   */
  record Group(NetworkKind kind, String of, List<TrainingTrial> trials) {
    Group {
      trials = List.copyOf(trials);
    }
  }

  /** What was found for a budget, and the best uniform scaling within it. */
  record Pair(SearchTrialResult found, SearchTrialResult uniform) {}

  /**
   * @param found in the order of the setup's parts
   */
  CurveTrainings(CurveSetup setup, List<Pair> found) {
    this.setup = setup;
    SearchTrialResult any = found.get(0).found();
    if (!setup.request().start().isImported()) {
      add(NetworkKind.FULL_PRECISION, "", Structure.original(any), any);
    }
    add(NetworkKind.QUANTIZED_ORIGINAL, "", Structure.original(any), any);
    for (int i = 0; i < found.size(); i++) {
      String of = setup.parts().get(i).name();
      add(
          NetworkKind.QUANTIZED_UNIFORM,
          of,
          Structure.found(found.get(i).uniform(), coupling(setup)),
          found.get(i).uniform());
      add(
          NetworkKind.QUANTIZED_ADAPTED,
          of,
          Structure.found(found.get(i).found(), coupling(setup)),
          found.get(i).found());
    }
  }

  private static Coupling coupling(CurveSetup setup) {
    return setup.common().coupling();
  }

  private void add(NetworkKind kind, String of, Structure structure, SearchTrialResult found) {
    Arithmetic arithmetic = RunTrainings.arithmetic(setup.common(), found, kind);
    int bits = setup.request().arithmetic().bits();
    List<TrainingTrial> trials = new ArrayList<>();
    for (long seed : setup.request().execution().seeds()) {
      TrainingTrial trial = RunTrainings.trial(setup.common(), kind, structure, arithmetic, seed);
      trials.add(trial);
      String which = RunTrainings.name(kind, bits) + (of.isEmpty() ? "" : ", " + of);
      phases.putIfAbsent(TrialJson.key(trial), "train " + which + ", seed " + seed);
    }
    groups.add(new Group(kind, of, trials));
  }

  String phase(TrainingTrial trial) {
    return phases.getOrDefault(TrialJson.key(trial), trial.title());
  }

  /** Of all that are trained, in the order they are. */
  List<String> phases() {
    return List.copyOf(phases.values());
  }

  List<Group> groups() {
    return List.copyOf(groups);
  }

  List<TrainingTrial> trials() {
    return groups.stream().flatMap(g -> g.trials().stream()).toList();
  }
}
