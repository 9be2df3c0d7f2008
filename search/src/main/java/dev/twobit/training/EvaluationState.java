package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights and statistics that a network is evaluated with, where they are not those it trains
 * with: averaged weights, re-estimated batch-norm statistics. Those of the training are put back.
 */
final class EvaluationState {
  private final TrainableNetwork network;
  private final Map<String, float[]> training = new LinkedHashMap<>();

  private EvaluationState(TrainableNetwork network) {
    this.network = network;
    Checkpoint.put(training, "", network.trainable());
    Checkpoint.put(training, "", network.buffers());
  }

  /** Remembers what the network trains with. */
  static EvaluationState of(TrainableNetwork network) {
    return new EvaluationState(network);
  }

  void useAverage(WeightAverage average) {
    set(
        average.state().entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey, e -> Torch.floats(e.getValue()))));
  }

  /** Cumulative average over the first batches of a fixed order, without augmentation. */
  void reestimate(ImageDataset images, Normalization normalization, int batchSize, int batches) {
    int[] order = BatchMaker.order(images.size(), 0, 0);
    BatchMaker maker = new BatchMaker(images, normalization);
    BatchStatistics statistics =
        new BatchStatistics(layer -> layer.asBatchNormalization().isPresent());
    for (int b = 0; b < batches && (b + 1) * batchSize <= images.size(); b++) {
      int[] chosen = Arrays.copyOfRange(order, b * batchSize, (b + 1) * batchSize);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        network.forward(
            Torch.channelsLast(
                Torch.tensor(
                    maker.plain(chosen),
                    batchSize,
                    images.channels(),
                    images.height(),
                    images.width())),
            true,
            statistics::reads);
      }
    }
    Map<String, float[]> measured = new LinkedHashMap<>();
    for (Layer layer : network.structure().layers()) {
      if (layer.asBatchNormalization().isPresent()) {
        BatchStatistics.Moments moments = statistics.averages(layer.name());
        measured.put(layer.name() + ".mean", floats(moments.mean()));
        measured.put(layer.name() + ".variance", floats(moments.variance()));
      }
    }
    set(measured);
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  void putBack() {
    set(training);
  }

  private void set(Map<String, float[]> values) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Map<String, Tensor> tensors :
          java.util.List.of(network.trainable(), network.buffers())) {
        tensors.forEach(
            (key, tensor) -> {
              float[] wanted = values.get(key);
              if (wanted != null) {
                tensor.copy_(Torch.tensor(wanted, tensor.sizes().vec().get()));
              }
            });
      }
    }
  }
}
