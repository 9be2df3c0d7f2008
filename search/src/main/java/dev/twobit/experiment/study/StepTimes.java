package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchWork;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.bits.BitBenchmark;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.supernet.SuperNetBenchmark;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.NoiseBatch;
import dev.twobit.training.TrainingBenchmarkStep;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Seconds an image takes in a step of each kind, measured here, each kind once. */
final class StepTimes {
  /** Values of images a step is measured with at the most: 128 of 32x32x3. */
  private static final int MOST_VALUES = 128 * 32 * 32 * 3;

  private static final int TIMED_STEPS = 3;

  private final Subjects subjects;
  private final Map<String, Double> secondsPerImage = new HashMap<>();

  StepTimes(Subjects subjects) {
    this.subjects = subjects;
  }

  /** A step of training the original. */
  double training(TrainingTrial trial) {
    Precision precision = trial.arithmetic().layerPrecision();
    return secondsPerImage.computeIfAbsent(
        "training "
            + common(trial.subject(), trial.arithmetic(), trial.execution())
            + trial.training().values().batchSize(),
        key -> {
          Network network = Initializer.initialize(subjects.network(trial.subject().model()), 1);
          return measure(
              network,
              trial.training().values().batchSize(),
              trial.execution().threads(),
              batch ->
                  new TrainingBenchmarkStep(network, trial.arithmetic().scheme(), precision, batch)
                      ::step);
        });
  }

  /** A step on the weights of the super-net. */
  double search(SearchTrial trial) {
    Precision precision = trial.arithmetic().layerPrecision();
    SearchSettings settings = trial.search().searchSettings();
    SearchSpace space = SearchWork.task(subjects, trial).space(settings);
    String kind = "search " + space.grid().name() + " " + space.coupling();
    return secondsPerImage.computeIfAbsent(
        kind
            + " "
            + common(trial.subject(), trial.arithmetic(), trial.execution())
            + settings.images().batchSize(),
        key ->
            measure(
                space.network(),
                settings.images().batchSize(),
                trial.execution().threads(),
                batch ->
                    new SuperNetBenchmark(space, trial.arithmetic().scheme(), precision, batch)
                        ::step));
  }

  /** A step of training with all candidate bits of layers at once. */
  double mixed(SearchTrial trial) {
    SearchTask task = SearchWork.task(subjects, trial);
    SearchSettings settings = trial.search().searchSettings();
    int batchSize = task.start().recipe().batchSize();
    return secondsPerImage.computeIfAbsent(
        "mixed "
            + settings.bits().bitCandidates()
            + common(trial.subject(), trial.arithmetic(), trial.execution())
            + batchSize,
        key ->
            measure(
                task.network(),
                batchSize,
                trial.execution().threads(),
                batch -> BitBenchmark.mixed(task, settings, weighted(task), batch)));
  }

  /** A measurement of second derivatives. */
  double curvature(SearchTrial trial) {
    SearchTask task = SearchWork.task(subjects, trial);
    SearchSettings settings = trial.search().searchSettings();
    return secondsPerImage.computeIfAbsent(
        "curvature "
            + settings.hessian()
            + common(trial.subject(), trial.arithmetic(), trial.execution()),
        key ->
            measure(
                task.network(),
                settings.hessian().hessianImages(),
                trial.execution().threads(),
                batch -> BitBenchmark.curvature(task, settings, weighted(task), batch)));
  }

  private static Network weighted(SearchTask task) {
    return Initializer.initialize(task.network(), 1);
  }

  private static String common(Subject subject, Arithmetic arithmetic, Execution execution) {
    return subject.model().sha256()
        + arithmetic.quantization()
        + arithmetic.precision()
        + execution.threads()
        + " ";
  }

  /** Makes a step on a batch. */
  private interface Maker {
    DoubleSupplier step(NoiseBatch batch);
  }

  /** The first step warms up; the fastest of the others counts. */
  private static double measure(Network network, int batchSize, int threads, Maker maker) {
    Torch.useThreads(threads);
    TensorShape in = network.shape(network.inputs().get(0));
    int classes = network.shape(network.outputs().get(0)).dim(-1);
    int values = in.channels() * in.height() * in.width();
    int count = Math.max(2, Math.min(batchSize, MOST_VALUES / values));
    DoubleSupplier step = maker.step(NoiseBatch.of(count, in.channels(), in.height(), classes));
    take(step);
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TIMED_STEPS; i++) {
      long start = System.nanoTime();
      take(step);
      fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-9);
    }
    return fastest / count;
  }

  private static void take(DoubleSupplier step) {
    double loss = step.getAsDouble();
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("a step on noise has loss " + loss);
    }
  }
}
