package dev.twobit.experiment.exam;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.engine.Engines;
import dev.twobit.experiment.run.SearchSetup;
import dev.twobit.experiment.study.Estimate;
import dev.twobit.experiment.study.PlannedStudy;
import dev.twobit.experiment.study.StudyPlan;
import dev.twobit.experiment.study.StudyTimes;
import dev.twobit.experiment.trial.DrawTrial;
import dev.twobit.experiment.trial.DrawTrialResult;
import dev.twobit.experiment.trial.JudgingTrial;
import dev.twobit.experiment.trial.JudgingTrialResult;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyProgress;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialExecutor;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.experiment.trial.TrialResult;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.study.StudyResult;
import dev.twobit.search.SpaceSettings.ResidualBits;
import dev.twobit.search.exam.Exam;
import dev.twobit.search.exam.ExamNetwork;
import dev.twobit.search.exam.ExamScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the judges' exam: draws networks, asks every judge about each, trains each in full. */
public final class ExamRun implements PlannedStudy {
  private final ExamRequest request;
  private final SearchSetup setup;
  private final ExamTrials trials;
  private final Map<Double, List<JudgingTrial>> response;
  private final TrialCache cache;

  private ExamRun(ExamRequest request) {
    requireOneBudget(request);
    Engines.require(request.engine(), request.search().execution().threads());
    this.request = request;
    this.setup = SearchSetup.load(request.search());
    this.trials = new ExamTrials(setup.trial(), request.networks(), request.trainings());
    this.response =
        request.widthResponse()
            ? WidthResponse.trials(trials, new Exam(setup.task(), setup.settings()))
            : Map.of();
    this.cache = new TrialCache(request.out().resolve("trials"));
  }

  /** All input is checked, and nothing is run. */
  public static ExamRun of(ExamRequest request) {
    return new ExamRun(request);
  }

  private static void requireOneBudget(ExamRequest request) {
    var search = request.search().search();
    search
        .listed()
        .ifPresent(
            kind -> {
              throw new InvalidInputException(
                  "study judges: found a list of budgets, "
                      + kind
                      + " "
                      + search.budget(kind).orElseThrow()
                      + ", expected one");
            });
    if (search.budgets().isEmpty() && !request.preset().equals("paper")) {
      throw new InvalidInputException(
          "study judges: found no budget, expected one such as --latency-budget 1.0x");
    }
    if (search.searchSettings().space().residualBits() == ResidualBits.SEARCH) {
      throw new InvalidInputException(
          "--set residual-bits=search: found it of the judges' exam, expected given bits; or"
              + " --residual-bits");
    }
  }

  @Override
  public StudyPlan plan() {
    Estimate estimate = new Estimate(setup.subjects());
    List<StudyPlan.Entry> entries = new ArrayList<>();
    DrawTrial draw = trials.draw();
    Optional<List<ExamNetwork>> drawn = drawn();
    boolean known = drawn.isPresent();
    entries.add(entry("all", draw, known ? 0 : estimate.seconds(draw), true));
    for (int i = 0; i < drawn.map(List::size).orElse(trials.networks()); i++) {
      int at = i;
      Map<String, Integer> widths =
          drawn.map(d -> d.get(at).widths()).orElseGet(() -> new LinkedHashMap<>());
      for (JudgingTrial trial : trials.of(widths)) {
        entries.add(entry("network " + (i + 1), trial, estimate.seconds(trial), known));
      }
    }
    response.forEach(
        (times, full) ->
            full.forEach(t -> entries.add(entry(times + "x", t, estimate.seconds(t), true))));
    double seconds = entries.stream().mapToDouble(StudyPlan.Entry::seconds).sum();
    return new StudyPlan(
        entries,
        seconds / request.engine().atATime(),
        StudyPlan.spread(setup.task(), setup.trial()));
  }

  /** Where they are drawn already. */
  private Optional<List<ExamNetwork>> drawn() {
    return cache.find(trials.draw()).map(r -> ((DrawTrialResult) r).networks());
  }

  /**
   * @param known whether it is of a network that is drawn
   */
  private StudyPlan.Entry entry(String label, Trial trial, double seconds, boolean known) {
    boolean done = known && cache.find(trial).isPresent();
    return new StudyPlan.Entry(
        label, trial.title(), known ? TrialJson.key(trial) : "", done, done ? 0 : seconds);
  }

  @Override
  public StudyResult run(StudyPlan plan, ProgressLine line, Stops stops, Rows rows)
      throws IOException {
    StudyProgress progress = new StudyProgress(line, request.engine().isHere());
    setup.told().forEach(progress::say);
    StudyTimes times = new StudyTimes(plan, progress);
    List<StudyResult.TrialTime> took = new ArrayList<>();
    try (TrialExecutor executor =
        Engines.open(
            request.engine(),
            request.out().resolve("trials"),
            setup.subjects(),
            request.search().execution().threads(),
            progress,
            stops)) {
      TrialEngine engine = new TrialEngine(cache, executor);
      engine.run(List.of(trials.draw()), times::done);
      DrawTrialResult drawn = engine.result(trials.draw());
      took.add(time(trials.draw(), drawn));
      engine.run(judgings(drawn.networks()), times::done);
      for (JudgingTrial trial : judgings(drawn.networks())) {
        took.add(time(trial, engine.result(trial)));
      }
      return new ExamAssembly(request, setup, trials)
          .result(examined(drawn.networks(), engine), responded(engine), took);
    }
  }

  private static StudyResult.TrialTime time(Trial trial, TrialResult result) {
    return new StudyResult.TrialTime(TrialJson.key(trial), trial.title(), result.seconds());
  }

  /** The cheapest first: what stops early has all networks judged by the same. */
  private List<JudgingTrial> judgings(List<ExamNetwork> networks) {
    List<JudgingTrial> all = new ArrayList<>();
    for (int epochs : trials.brief()) {
      networks.forEach(n -> all.add(trials.brief(n.widths(), epochs)));
    }
    response.values().forEach(all::addAll);
    for (int t = 0; t < trials.trainings(); t++) {
      int training = t;
      networks.forEach(n -> all.add(trials.full(n.widths()).get(training)));
    }
    return all.stream().distinct().toList();
  }

  private List<Examined> examined(List<ExamNetwork> networks, TrialEngine engine) {
    return networks.stream()
        .map(
            n ->
                new Examined(
                    n,
                    trials.brief().stream()
                        .map(e -> engine.result(trials.brief(n.widths(), e)).score())
                        .toList(),
                    scores(trials.full(n.widths()), engine)))
        .toList();
  }

  /** Empty where it was not asked for. */
  private Optional<WidthResponse> responded(TrialEngine engine) {
    Map<Double, List<ExamScore>> scores = new LinkedHashMap<>();
    response.forEach((times, full) -> scores.put(times, scores(full, engine)));
    return scores.isEmpty() ? Optional.empty() : Optional.of(new WidthResponse(scores));
  }

  private static List<ExamScore> scores(List<JudgingTrial> judgings, TrialEngine engine) {
    return judgings.stream().map(engine::result).map(JudgingTrialResult::score).toList();
  }
}
