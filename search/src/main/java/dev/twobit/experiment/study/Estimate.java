package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.CandidateTraining;
import dev.twobit.experiment.trial.DrawTrial;
import dev.twobit.experiment.trial.JudgingTrial;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchWork;
import dev.twobit.experiment.trial.Start;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.bits.BitBenchmark;
import dev.twobit.training.data.DatasetPair;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a trial will take here: a measured step, times how often it is made. Simulation,
 * checkpoints and what expansion adds to a super-net are not in it.
 */
public final class Estimate {
  /** Evaluation is a forward pass, a third of a step's work. */
  private static final double FORWARD_SHARE = 1.0 / 3;

  /** That ranges, statistics and importance are measured on before a training, about. */
  private static final int MEASURED_IMAGES = 5_000;

  private static final Pattern TIMES = Pattern.compile("([0-9]*\\.?[0-9]+)x");

  private final Subjects subjects;
  private final StepTimes steps;

  public Estimate(Subjects subjects) {
    this.subjects = subjects;
    this.steps = new StepTimes(subjects);
  }

  /** Methods that only count and simulate are taken as free. */
  double seconds(SearchTrial trial) {
    String method = trial.search().method();
    if (SearchMethodRegistry.choosesBits(method) && !SearchMethodRegistry.choosesBoth(method)) {
      return ofBits(trial, method);
    }
    return SearchMethodRegistry.isByGradient(method)
        ? byGradient(trial)
        : trial.candidates().map(c -> compared(trial, c)).orElse(0.0);
  }

  /** What is simulated to know what bits cost is not in it. */
  private double ofBits(SearchTrial trial, String method) {
    SearchTask task = SearchWork.task(subjects, trial);
    SearchSettings settings = trial.search().searchSettings();
    double images = task.train().size();
    double taught = task.start().teacher().isPresent() ? 1 + FORWARD_SHARE : 1;
    double seconds = 0;
    if (BitBenchmark.isMixed(method)) {
      seconds += steps.mixed(trial) * taught * images * settings.mixed().mixedEpochs();
    }
    if (BitBenchmark.isCurvature(method)) {
      double measured = Math.min(images, settings.hessian().hessianImages());
      seconds += steps.curvature(trial) * measured * BitBenchmark.measurements(task, settings);
      if (task.start().trained().isEmpty()) {
        seconds += inFloat(trial, task) * taught * images * task.start().recipe().epochs();
      }
    }
    return seconds;
  }

  /** An image in a step of training the network in full precision. */
  private double inFloat(SearchTrial trial, SearchTask task) {
    Arithmetic asked = trial.arithmetic();
    return steps.training(
        new TrainingTrial(
            trial.format(),
            trial.subject(),
            Structure.ORIGINAL,
            new Arithmetic(
                Quantization.none(), asked.bits(), asked.residualBits(), asked.precision()),
            new TrainingPlan("", task.start().recipe()),
            Start.fresh(),
            TrainingTrial.Outputs.NONE,
            trial.execution()));
  }

  private double byGradient(SearchTrial trial) {
    SearchSettings settings = trial.search().searchSettings();
    DatasetPair data = subjects.images(trial.subject().images()).data();
    long images = data.train().size();
    if (settings.images().imagesPerClass() > 0) {
      images = Math.min(images, (long) settings.images().imagesPerClass() * data.train().classes());
    }
    double forWeights = images * (1 - settings.images().architectureShare());
    // A search epoch is a step on the weights and one on the architecture for every batch.
    double epochs = settings.epochs().warmupEpochs() + (double) settings.epochs().searchEpochs();
    double passes =
        settings.superNet().networks() * epochs
            + (double) settings.architecture().architecturePairs()
                * settings.epochs().searchEpochs();
    return steps.search(trial) * forWeights * passes;
  }

  /** Networks that are trained on the way to a choice are taken as large as the original. */
  private double compared(SearchTrial trial, CandidateTraining candidates) {
    SearchSettings settings = trial.search().searchSettings();
    String method = trial.search().method();
    double epochs =
        SearchMethodRegistry.trainedEpochs(
                method, settings, candidates.training().values().epochs())
            + SearchMethodRegistry.surveyEpochs(method, settings, SearchWork.task(subjects, trial));
    if (epochs == 0) {
      return 0;
    }
    TrainingTrial training =
        new TrainingTrial(
            trial.format(),
            trial.subject(),
            Structure.ORIGINAL,
            trial.arithmetic(),
            candidates.training(),
            candidates.start(),
            TrainingTrial.Outputs.NONE,
            trial.execution());
    double images = subjects.images(trial.subject().images()).data().train().size();
    return secondsAnImage(training) * images * epochs;
  }

  /** A teacher answers by a forward pass. */
  private double secondsAnImage(TrainingTrial trial) {
    return steps.training(trial) * (trial.start().teacher().isPresent() ? 1 + FORWARD_SHARE : 1);
  }

  /**
   * @param search how its network is found: of a multiple of the original's cost, a step takes that
   *     multiple
   */
  double seconds(TrainingTrial trial, SearchTrial search) {
    return seconds(trial) * size(search);
  }

  /** Of the original. */
  double seconds(TrainingTrial trial) {
    DatasetPair data = subjects.images(trial.subject().images()).data();
    double images = data.train().size() + FORWARD_SHARE * data.test().size();
    return secondsAnImage(trial) * images * trial.training().values().epochs();
  }

  /** Of the training that follows a search, taken as the original's. */
  double secondsOfTraining(SearchTrial search) {
    TrainingTrial training = training(search);
    boolean taught = search.candidates().flatMap(c -> c.start().teacher()).isPresent();
    return seconds(training) * (taught ? 1 + FORWARD_SHARE : 1);
  }

  /** Channels are measured on a few batches; what networks cost is simulated, and not in it. */
  public double seconds(DrawTrial trial) {
    return steps.training(training(trial.search())) * FORWARD_SHARE * MEASURED_IMAGES;
  }

  /** As if the network were the original: it costs the hardware as much. */
  public double seconds(JudgingTrial trial) {
    SearchTrial search = trial.search();
    PreparedData data = subjects.images(search.subject().images());
    boolean taught =
        search.candidates().flatMap(c -> c.start().teacher()).isPresent(); // a pass more a step
    double trained =
        (double) data.train().size() * trial.question().epochs() * (taught ? 1 + FORWARD_SHARE : 1);
    double scored = FORWARD_SHARE * (MEASURED_IMAGES + data.heldOut().size() / 2.0);
    return steps.training(training(search)) * (trained + scored);
  }

  /** The original's, as networks that a search compares are trained. */
  private static TrainingTrial training(SearchTrial search) {
    return new TrainingTrial(
        Trial.FORMAT,
        search.subject(),
        Structure.ORIGINAL,
        search.arithmetic(),
        search.candidates().orElseThrow().training(),
        Start.fresh(),
        TrainingTrial.Outputs.NONE,
        search.execution());
  }

  /** Size of a network that is not found yet, as a multiple of the original. */
  static double size(SearchTrial search) {
    if (search.search().method().startsWith("wrpn:")) {
      double multiplier = Double.parseDouble(search.search().method().substring("wrpn:".length()));
      return multiplier * multiplier;
    }
    if (search.search().method().equals("original")) {
      return 1;
    }
    double least = Double.POSITIVE_INFINITY;
    for (String budget : search.search().budgets()) {
      Matcher times = TIMES.matcher(budget);
      if (times.find()) {
        least = Math.min(least, Double.parseDouble(times.group(1)));
      }
    }
    return Double.isFinite(least) ? least : 1;
  }
}
