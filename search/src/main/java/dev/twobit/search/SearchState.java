package dev.twobit.search;

import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.supernet.SuperNet;
import dev.twobit.search.supernet.SuperNetWeights;
import dev.twobit.training.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** All that a search carries from step to step; {@link SearchCheckpoint} keeps it. */
final class SearchState {
  private int epochsDone;
  private SearchSpace space;
  private final ArchitectureParameters architecture;
  private SuperNet superNet;
  private Sgd sgd;
  private final List<SearchEpoch.Expansion> expansions;
  private final GenotypeHistory genotypes;

  SearchState(
      int epochsDone,
      SearchSpace space,
      ArchitectureParameters architecture,
      SuperNet superNet,
      Sgd sgd,
      List<SearchEpoch.Expansion> expansions,
      GenotypeHistory genotypes) {
    this.epochsDone = epochsDone;
    this.space = space;
    this.architecture = architecture;
    this.superNet = superNet;
    this.sgd = sgd;
    this.expansions = new ArrayList<>(expansions);
    this.genotypes = genotypes;
  }

  /** What rates of weights are multiplied with: inherited ones are not to be forgotten. */
  static double rateFactor(SearchTask task, SearchSettings settings) {
    return inherited(task, settings).isPresent() ? settings.superNet().superNetRate() : 1;
  }

  private static Optional<TrainedWeights> inherited(SearchTask task, SearchSettings settings) {
    return settings.superNet().superNetStart() == SuperNetSettings.Start.INHERITED
        ? task.start().trained()
        : Optional.empty();
  }

  /** Holds leaves: call outside of a step's pointer scope. */
  static SearchState initial(SearchTask task, SearchSettings settings, SearchSpace space) {
    SuperNetWeights weights = SuperNetWeights.initial(space, task.scheme(), task.seed());
    SuperNet superNet = superNet(task, space, weights);
    inherited(task, settings)
        .ifPresent(
            trained -> {
              weights.inherit(
                  trained.parent(space, task.scheme()).child(weights.widest(), task.seed()));
              superNet.skipInitialization();
            });
    Sgd sgd = settings.weights().sgd();
    sgd.prepare(weights.trainable());
    return new SearchState(
        0,
        space,
        settings.architecture().architectureStart() == ArchitectureSettings.Start.UNIFORM
            ? ArchitectureParameters.uniform(space)
            : ArchitectureParameters.initial(space, new Random(task.seed())),
        superNet,
        sgd,
        List.of(),
        new GenotypeHistory());
  }

  static SuperNet superNet(SearchTask task, SearchSpace space, SuperNetWeights weights) {
    return new SuperNet(space, task.scheme(), weights).withPrecision(task.precision());
  }

  int epochsDone() {
    return epochsDone;
  }

  SearchSpace space() {
    return space;
  }

  ArchitectureParameters architecture() {
    return architecture;
  }

  SuperNet superNet() {
    return superNet;
  }

  SuperNetWeights weights() {
    return superNet.weights();
  }

  Sgd sgd() {
    return sgd;
  }

  /** Expansions of all epochs, oldest first. */
  List<SearchEpoch.Expansion> expansions() {
    return expansions;
  }

  GenotypeHistory genotypes() {
    return genotypes;
  }

  void finishEpoch() {
    epochsDone++;
  }

  void grow(SearchSpace larger, SuperNet grown, Sgd grownSgd) {
    space = larger;
    superNet = grown;
    sgd = grownSgd;
  }
}
