package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Counts of the codes that a layer reads. */
final class ActivationCodes {
  private static final int IMAGES = 512;
  private static final int BATCH = 64;

  private long zeros;
  private long highest;
  private long all;

  /** Share of the code of zero, 0..1. */
  double zero() {
    return (double) zeros / Math.max(1, all);
  }

  /** Share of the highest code, 0..1. */
  double highest() {
    return (double) highest / Math.max(1, all);
  }

  /**
   * Of every layer whose input is quantized, in evaluation.
   *
   * @param images of which the first 512 in a drawn order are read
   */
  static Map<String, ActivationCodes> of(
      TrainableNetwork network, ImageDataset images, Normalization normalization) {
    Map<String, ActivationCodes> layers = new LinkedHashMap<>();
    int[] order = BatchMaker.order(images.size(), 0, 0);
    int end = Math.min(IMAGES, images.size());
    BatchMaker batches = new BatchMaker(images, normalization);
    for (int first = 0; first < end; first += BATCH) {
      int[] chosen = Arrays.copyOfRange(order, first, Math.min(first + BATCH, end));
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor batch =
            Torch.tensor(
                batches.plain(chosen),
                chosen.length,
                images.channels(),
                images.height(),
                images.width());
        network.forward(
            Torch.channelsLast(batch),
            false,
            (layer, inputs) -> reads(layer, inputs, network, layers));
      }
    }
    return layers;
  }

  private static void reads(
      Layer layer,
      List<Tensor> inputs,
      TrainableNetwork network,
      Map<String, ActivationCodes> layers) {
    ActivationQuantizer quantizer = network.quantizers().inputs().get(layer.name());
    if (quantizer != null) {
      layers
          .computeIfAbsent(layer.name(), name -> new ActivationCodes())
          .count(quantizer, quantizer.quantize(inputs.get(0)));
    }
  }

  private void count(ActivationQuantizer quantizer, Tensor values) {
    double half = quantizer.step() / 2;
    zeros += values.abs().lt(Torch.scalar(half)).sum().item_long();
    highest += values.gt(Torch.scalar((2 * quantizer.mostCode() - 1) * half)).sum().item_long();
    all += values.numel();
  }
}
