package dev.twobit.search.bits;

import dev.twobit.network.Network;
import dev.twobit.search.HessianSettings;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.training.NoiseBatch;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.TrainingBenchmarkStep;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Steps of the methods that choose bits, to be timed, and how many of them there will be. */
public final class BitBenchmark {
  private BitBenchmark() {}

  /** Whether a method learns from its training data in passes, as EdMIPS does. */
  public static boolean isMixed(String method) {
    return method.equals(EdMips.NAME);
  }

  /** Whether a method measures second derivatives, as HAWQ does. */
  public static boolean isCurvature(String method) {
    return method.equals(Hawq.NAME);
  }

  /**
   * Training steps with all candidates at once.
   *
   * @param weighted the task's network with any weights
   */
  public static DoubleSupplier mixed(
      SearchTask task, SearchSettings settings, Network weighted, NoiseBatch batch) {
    BitSpace space = BitSpace.of(task, settings.bits().bitCandidates());
    TrainableNetwork model = MixedNetwork.of(space, weighted, task.scheme()).model();
    return new TrainingBenchmarkStep(model.withPrecision(task.precision()), batch)::step;
  }

  /** Measurements of the Hessian likewise, each of as many training images as the batch has. */
  public static DoubleSupplier curvature(
      SearchTask task, SearchSettings settings, Network weighted, NoiseBatch batch) {
    BitSpace space = BitSpace.of(task, settings.bits().bitCandidates());
    int images = (int) batch.images().size(0);
    Curvature curvature =
        new Curvature(
            weighted,
            space.layers(),
            new Curvature.Sample(task.train(), task.normalization(), images, task.seed()),
            settings.hessian().hessianOf() == HessianSettings.Operands.BOTH);
    int[] number = {0};
    return () -> Arrays.stream(curvature.probe(number[0]++)).sum();
  }

  /** How many of these there will be; a layer's power iteration takes one for each of its steps. */
  public static long measurements(SearchTask task, SearchSettings settings) {
    HessianSettings hessian = settings.hessian();
    return switch (hessian.hessianFigure()) {
      case TRACE -> hessian.hessianProbes();
      case EIGENVALUE ->
          (long) hessian.hessianProbes()
              * BitSpace.of(task, settings.bits().bitCandidates()).layers().size();
    };
  }
}
