package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.cost.CostPressure;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.supernet.StatisticsChange;
import dev.twobit.tensor.Torch;
import dev.twobit.training.CheckpointFiles;
import dev.twobit.training.EpochPosition;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import dev.twobit.training.data.BatchMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The bi-level loop (search/docs/methods.md#bi-level-loop): warm-up of the super-net's weights,
 * then alternating steps on weights and architecture over two parts of the training set, a wider
 * candidate for every layer whose widest one passes the threshold, winner takes all.
 *
 * <p>Continued from its checkpoint it ends in the same bits: every random choice is a function of
 * seed, phase, epoch and step.
 */
final class SearchLoop {
  private final SearchTask task;
  private final SearchSettings settings;
  private final StopRequest stop;
  private final SearchSpace start;
  private final SearchSchedule schedule;
  private final SearchData data;
  private final WeightSteps weightSteps;
  private final ArchitectureSteps architectureSteps;
  private final ChannelExpander expander;
  private final SearchReport report;

  /** Brings a genotype within the budgets. */
  @FunctionalInterface
  interface Projection {
    Map<String, Integer> of(
        SearchSpace space, ArchitectureParameters preferences, Map<String, Integer> genotype);
  }

  SearchLoop(SearchTask task, SearchSettings settings, StopRequest stop) {
    this.task = task;
    this.settings = settings;
    this.stop = stop;
    this.start = task.space(settings);
    this.schedule = new SearchSchedule(settings, SearchState.rateFactor(task, settings));
    this.data = new SearchData(task.train(), task.normalization(), settings);
    CostPressure pressure =
        new CostPressure(
            task.costs(),
            task.budgets(),
            settings.budget().expectation(),
            settings.budget().costLoss(),
            settings.budget().costWeight());
    this.weightSteps = new WeightSteps(data, settings, schedule.epochs(), task.seed());
    this.architectureSteps = new ArchitectureSteps(data, pressure, settings, task.seed());
    this.expander = new ChannelExpander(task, settings);
    this.report = new SearchReport(task.costs(), pressure);
  }

  /**
   * Throws a one-line error for a search too short to expand: steps x rate, the most a logit can
   * move, must be at least twice the lead that T needs.
   */
  void requireAbleToExpand() {
    double anEpoch = data.steps() * settings.architecture().architectureRate();
    double reach = settings.epochs().searchEpochs() * anEpoch;
    double needed = 2 * settings.expansion().leadToExpand();
    if (settings.expands() && reach < needed) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "preset %s: %d search epochs of %d steps at rate %s move a logit by at most %.2f;"
                  + " expected at least %.2f, twice what threshold %.2f needs: --search-epochs %.0f"
                  + " or more",
              settings.preset(),
              settings.epochs().searchEpochs(),
              data.steps(),
              settings.architecture().architectureRate(),
              reach,
              needed,
              settings.expansion().threshold(),
              Math.ceil(needed / anEpoch)));
    }
  }

  /**
   * Runs what {@code checkpoint} does not hold yet.
   *
   * @param checkpoint the last two are kept, see {@link CheckpointFiles}
   * @param progress told of every epoch before the checkpoint holds it: after a kill in between it
   *     is told of that epoch again
   */
  NeuralChannelExpansion.Searched run(
      Path checkpoint, SearchProgress progress, Projection projection) throws IOException {
    requireAbleToExpand();
    Torch.useThreads(task.threads());
    CheckpointFiles files = new CheckpointFiles(checkpoint);
    List<String> notes = new ArrayList<>();
    Optional<CheckpointFiles.Found> found = files.latest(notes::add);
    SearchState state =
        found.isPresent()
            ? SearchCheckpoint.restore(found.get(), task, settings, start)
            : SearchState.initial(task, settings, start);
    stop.begun();
    try {
      while (state.epochsDone() < schedule.epochs()) {
        progress.epoch(epoch(state, schedule.at(state.epochsDone()), notes, projection, progress));
        notes.clear();
        state.finishEpoch();
        files.write(SearchCheckpoint.of(state, settings));
      }
    } finally {
      stop.ended();
    }
    return new NeuralChannelExpansion.Searched(
        result(state, projection), state.weights(), images());
  }

  /** Of all epochs; where the widest is drawn in place of a sampled network, one is fewer. */
  private long images() {
    EpochSettings epochs = settings.epochs();
    long weightPasses = (long) settings.superNet().networks() * schedule.epochs();
    long architecturePasses =
        (long) settings.architecture().architecturePairs() * epochs.searchEpochs();
    return (weightPasses + architecturePasses) * data.steps() * data.batch();
  }

  private SearchEpoch epoch(
      SearchState state,
      SearchSchedule.Epoch epoch,
      List<String> notes,
      Projection projection,
      SearchProgress progress) {
    long begin = System.nanoTime();
    EpochTally tally = new EpochTally();
    List<SearchEpoch.Expansion> expansions = new ArrayList<>();
    int[] order = data.order(task.seed(), epoch.absolute());
    for (int step = 0; step < data.steps(); step++) {
      weightSteps.step(state, epoch, order, step, tally);
      if (epoch.searches()) {
        architectureSteps.step(state, epoch, step, tally);
        boolean last = step == data.steps() - 1;
        if (epoch.expands()
            && (last || settings.expansion().check() == ExpansionSettings.Check.STEP)) {
          long seed = BatchMaker.seed(task.seed(), epoch.absolute(), -2 - step);
          expansions.addAll(expander.expand(state, epoch.index() + 1, seed));
        }
      }
      progress.step(
          epoch.phase(),
          new EpochPosition(
              epoch.index() + 1,
              epochs(epoch),
              step + 1,
              data.steps(),
              (long) tally.passes() * data.batch(),
              (System.nanoTime() - begin) * 1e-9));
      requireNoStop(epoch, step);
    }
    double seconds = (System.nanoTime() - begin) * 1e-9;
    long images = (long) tally.passes() * data.batch();
    SearchEpoch told =
        report.of(state, epoch, tally, expansions, images, seconds, notes.stream().findFirst());
    if (epoch.searches()) {
      state.genotypes().add(genotype(state, told, projection));
    }
    return told;
  }

  /**
   * Where costs pull from above alone, brought within every budget: then every epoch's may be it.
   */
  private GenotypeRecord genotype(SearchState state, SearchEpoch told, Projection projection) {
    boolean projected = settings.budget().pullsFromAboveAlone();
    return new GenotypeRecord(
        told.epoch(),
        projected ? projected(state, told.genotype(), projection) : told.genotype(),
        told.architectureAccuracy(),
        projected || told.inBand());
  }

  private static Map<String, Integer> projected(
      SearchState state, Map<String, Integer> genotype, Projection projection) {
    return projection.of(state.space(), state.architecture(), genotype);
  }

  /** Of the epoch's phase. */
  private int epochs(SearchSchedule.Epoch epoch) {
    return epoch.searches() ? settings.epochs().searchEpochs() : settings.epochs().warmupEpochs();
  }

  private void requireNoStop(SearchSchedule.Epoch epoch, int step) {
    if (stop.isRequested()) {
      throw new TrainingStoppedException(
          String.format(
              Locale.ROOT,
              "stopped in %s epoch %d after step %d; the epoch before it is kept",
              epoch.phase(),
              epoch.index() + 1,
              step + 1));
    }
  }

  private SearchResult result(SearchState state, Projection projection) {
    GenotypeRecord chosen = state.genotypes().of(settings.budget().finalGenotype()).orElseThrow();
    Map<String, Integer> projected = projected(state, chosen.widths(), projection);
    Map<String, double[]> probabilities = new LinkedHashMap<>();
    Map<String, Double> widest = new LinkedHashMap<>();
    for (String unit : state.space().units().keySet()) {
      double[] p = state.architecture().probabilities(unit);
      probabilities.put(unit, p);
      widest.put(unit, p[p.length - 1]);
    }
    return new SearchResult(
        state.space(),
        new SearchResult.Chosen(chosen.widths(), projected, chosen.epoch()),
        state.genotypes().all(),
        probabilities,
        List.copyOf(state.expansions()),
        widest,
        StatisticsChange.of(state.weights(), chosen.widths()));
  }
}
