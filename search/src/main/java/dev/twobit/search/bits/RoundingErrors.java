package dev.twobit.search.bits;

import dev.twobit.network.Network;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.search.SearchTask;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What rounding takes away, ||s Q(x) - x||^2 with the scale s of least error: a factor of a whole
 * tensor is no loss, for the batch normalization behind the layer takes it out; and the levels of
 * some quantizers (DoReFa) are of another scale than what is rounded.
 */
final class RoundingErrors {
  private static final int IMAGES = 128;

  private final BitSpace space;
  private final double[][] weights;
  private final double[][] inputs;

  private RoundingErrors(BitSpace space) {
    this.space = space;
    this.weights = new double[space.layers().size()][space.candidates().size()];
    this.inputs = new double[space.layers().size()][space.candidates().size()];
  }

  /**
   * By the task's quantizers, those of activations with the ranges that suit 128 training images,
   * which is what each layer of the float network reads. Call it outside of a step's pointer scope.
   *
   * @param trained float32 network with weights
   */
  static RoundingErrors of(BitSpace space, Network trained, SearchTask task) {
    RoundingErrors errors = new RoundingErrors(space);
    for (int c = 0; c < space.candidates().size(); c++) {
      TrainableNetwork quantized =
          TrainableNetwork.of(trained, space.scheme(task.scheme(), space.uniform(c)));
      errors.measureWeights(quantized, c);
      errors.measureInputs(trained, quantized, c, task);
    }
    return errors;
  }

  /** Of a layer's weights, by candidate. */
  double weights(int layer, int candidate) {
    return weights[layer][candidate];
  }

  /** Of what a layer reads of one image, in the mean, by candidate. */
  double inputs(int layer, int candidate) {
    return inputs[layer][candidate];
  }

  private void measureWeights(TrainableNetwork quantized, int candidate) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int layer = 0; layer < weights.length; layer++) {
        String name = space.layers().get(layer);
        WeightQuantizer quantizer = quantized.quantizers().weights().get(name);
        Tensor exact = quantized.trainable().get(name + ".weight");
        if (quantizer != null && exact != null) {
          weights[layer][candidate] = error(exact, quantizer.quantize(exact));
        }
      }
    }
  }

  private void measureInputs(
      Network trained, TrainableNetwork quantized, int candidate, SearchTask task) {
    TrainableNetwork exact = TrainableNetwork.of(trained, QuantizationScheme.none());
    ImageDataset images = task.train();
    int count = Math.min(IMAGES, images.size());
    for (int layer = 0; layer < inputs.length; layer++) {
      int at = layer;
      String name = space.layers().get(layer);
      Optional<ActivationQuantizer> quantizer =
          Optional.ofNullable(quantized.quantizers().inputs().get(name));
      Tap tap =
          new Tap(
              x -> {
                quantizer.ifPresent(q -> inputs[at][candidate] = error(q, x) / count);
                return x;
              });
      exact.quantizers().inputs().put(name, tap);
    }
    int[] chosen = Arrays.copyOf(BatchMaker.order(images.size(), 0, 0), count);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor pixels =
          Torch.tensor(
              new BatchMaker(images, task.normalization()).plain(chosen),
              count,
              images.channels(),
              images.height(),
              images.width());
      exact.forward(Torch.channelsLast(pixels), false);
    }
  }

  private static double error(ActivationQuantizer quantizer, Tensor exact) {
    quantizer.initializeFrom(exact);
    return error(exact, quantizer.quantize(exact));
  }

  /** With the scale of least error. */
  static double error(Tensor exact, Tensor rounded) {
    double square = HessianProduct.dot(rounded, rounded);
    double scale = square > 0 ? HessianProduct.dot(exact, rounded) / square : 0;
    Tensor difference = exact.detach().sub(rounded.detach().mul(Torch.scalar(scale)));
    return HessianProduct.dot(difference, difference);
  }
}
