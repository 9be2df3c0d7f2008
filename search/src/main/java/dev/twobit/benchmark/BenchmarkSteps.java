package dev.twobit.benchmark;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.supernet.SuperNetBenchmark;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.NoiseBatch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RedundantActivations;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.TrainingBenchmarkStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Training steps of ResNet-20 on one batch of noise: forward, backward, update. */
final class BenchmarkSteps {
  private static final QuantizationScheme W2A2 = QuantizationScheme.pact(2, true);

  private final Map<String, DoubleSupplier> steps = new LinkedHashMap<>();
  private final int sites;
  private final int sitesWithoutRelu;

  /** Holds leaves: create outside of a step's pointer scope. */
  BenchmarkSteps(List<Precision> precisions) {
    NoiseBatch batch = NoiseBatch.of(TrainingBenchmark.BATCH, 3, 32, 10);
    Network network = Initializer.initialize(ModelZoo.architecture(ModelZoo.Model.RESNET20, 32), 1);
    for (Precision precision : precisions) {
      steps.put(
          key(StepKind.FP32, precision),
          new TrainingBenchmarkStep(network, QuantizationScheme.none(), precision, batch)::step);
      steps.put(
          key(StepKind.W2A2, precision),
          new TrainingBenchmarkStep(network, W2A2, precision, batch)::step);
      steps.put(
          key(StepKind.SUPERNET, precision),
          new SuperNetBenchmark(network, W2A2, precision, batch)::step);
    }
    var inputs = TrainableNetwork.of(network, W2A2).quantizers().inputs();
    sites = inputs.size();
    sitesWithoutRelu = RedundantActivations.of(network, inputs).size();
  }

  int sites() {
    return sites;
  }

  int sitesWithoutRelu() {
    return sitesWithoutRelu;
  }

  private static String key(StepKind kind, Precision precision) {
    return kind + " " + precision;
  }

  /** Seconds of so many steps. */
  double seconds(StepKind kind, Precision precision, int threads, int count) {
    DoubleSupplier step = steps.get(key(kind, precision));
    if (step == null) {
      throw new IllegalArgumentException("no step " + key(kind, precision));
    }
    Torch.useThreads(threads);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      double loss = step.getAsDouble();
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(key(kind, precision) + ": loss " + loss);
      }
    }
    return (System.nanoTime() - start) * 1e-9;
  }
}
