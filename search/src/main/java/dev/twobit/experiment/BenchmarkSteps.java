package dev.twobit.experiment;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.SuperNetBenchmark;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RedundantActivations;
import dev.twobit.training.Sgd;
import dev.twobit.training.TrainableNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Training steps of ResNet-20 on one batch of noise: forward, backward, update. */
final class BenchmarkSteps {
  private static final QuantizationScheme W2A2 = QuantizationScheme.pact(2, true);
  private static final double LEARNING_RATE = 0.01;

  private final Map<String, DoubleSupplier> steps = new LinkedHashMap<>();
  private final int sites;
  private final int sitesWithoutRelu;

  /** Holds leaves: create outside of a step's pointer scope. */
  BenchmarkSteps(List<Precision> precisions) {
    int count = TrainingBenchmark.BATCH;
    Random random = new Random(1);
    float[] pixels = new float[count * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    long[] classes = new long[count];
    for (int i = 0; i < count; i++) {
      classes[i] = i % 10;
    }
    Tensor images = Torch.channelsLast(Torch.tensor(pixels, count, 3, 32, 32));
    Tensor labels = Tensor.create(classes);
    Network network = Initializer.initialize(ModelZoo.architecture(ModelZoo.Model.RESNET20, 32), 1);
    for (Precision precision : precisions) {
      steps.put(
          key(StepKind.FP32, precision),
          step(network, QuantizationScheme.none(), precision, images, labels));
      steps.put(key(StepKind.W2A2, precision), step(network, W2A2, precision, images, labels));
      steps.put(
          key(StepKind.SUPERNET, precision),
          new SuperNetBenchmark(network, W2A2, precision, images, labels)::step);
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

  private static DoubleSupplier step(
      Network network,
      QuantizationScheme scheme,
      Precision precision,
      Tensor images,
      Tensor labels) {
    TrainableNetwork model = TrainableNetwork.of(network, scheme).withPrecision(precision);
    Sgd sgd = new Sgd(0.9, 5e-4, 1e-3);
    sgd.prepare(model.trainable());
    return () -> {
      try (PointerScope scope = new PointerScope()) {
        Tensor loss = torch.cross_entropy_loss(model.forward(images, true), labels);
        loss.backward();
        sgd.step(model.trainable(), LEARNING_RATE);
        model.constrain();
        return loss.item_double();
      }
    };
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
