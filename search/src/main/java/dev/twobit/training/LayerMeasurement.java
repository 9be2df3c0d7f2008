package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Measures {@link LayerStatistics} of every convolution of a trained network. */
public final class LayerMeasurement {
  private static final int BATCH = 50;

  private final TrainableNetwork network;
  private final Map<String, Layer> producers;
  private final Set<String> leftOut;
  private final Map<String, Sums> sums = new LinkedHashMap<>();

  private LayerMeasurement(TrainableNetwork network) {
    this.network = network;
    this.producers = network.structure().producers();
    this.leftOut = RedundantActivations.of(network.structure(), network.quantizers().inputs());
  }

  /**
   * In evaluation mode.
   *
   * @param images the first so many of {@code data}
   */
  public static List<LayerStatistics> of(
      TrainableNetwork network, ImageDataset data, Normalization normalization, int images) {
    LayerMeasurement measurement = new LayerMeasurement(network);
    BatchMaker batches = new BatchMaker(data, normalization);
    int end = Math.min(images, data.size());
    for (int first = 0; first < end; first += BATCH) {
      int count = Math.min(BATCH, end - first);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor batch =
            Torch.tensor(
                batches.plain(first, count), count, data.channels(), data.height(), data.width());
        network.forward(Torch.channelsLast(batch), false, measurement::reads);
      }
    }
    return measurement.sums.entrySet().stream().map(e -> e.getValue().of(e.getKey())).toList();
  }

  private void reads(Layer layer, List<Tensor> inputs) {
    layer.asConvolution().ifPresent(c -> measure(c, read(c, inputs.get(0))));
  }

  private void measure(Layer.Convolution c, Tensor x) {
    Sums s = sums.computeIfAbsent(c.name(), name -> new Sums());
    Tensor latent = tensor(c.name() + ".weight");
    Tensor quantizedX = network.quantizers().quantizedInput(c.name(), x, false);
    Tensor quantizedW = network.quantizers().quantizedWeights(c.name(), latent);
    Tensor out = convolve(c, quantizedX, quantizedW);
    s.input.add(x);
    s.output.add(out);
    boolean quantized =
        network.quantizers().inputs().containsKey(c.name())
            || network.quantizers().weights().containsKey(c.name());
    if (quantized) {
      Tensor signal = convolve(c, x, latent);
      s.inputNoise += squares(x.sub(quantizedX));
      s.outputSignal += squares(signal);
      s.outputNoise += squares(out.sub(signal));
    }
  }

  /** The network leaves out activations whose work the next quantizer's clip does. */
  private Tensor read(Layer.Convolution convolution, Tensor x) {
    Layer before = producers.get(convolution.input());
    return before != null && leftOut.contains(before.name())
        ? TensorOperations.apply(before, List.of(x), network.structure().shape(convolution.input()))
        : x;
  }

  private Tensor convolve(Layer.Convolution c, Tensor x, Tensor weights) {
    TensorOptional bias =
        c.hasBias() ? new TensorOptional(tensor(c.name() + ".bias")) : new TensorOptional();
    return Convolutions.convolve(x, weights, bias, c.window(), c.groups());
  }

  private Tensor tensor(String key) {
    Tensor tensor = network.trainable().get(key);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + key);
    }
    return tensor;
  }

  private static double squares(Tensor x) {
    return x.to(torch.ScalarType.Double).square().sum().item_double();
  }

  private static final class Sums {
    private final Moments input = new Moments();
    private final Moments output = new Moments();
    private double inputNoise;
    private double outputSignal;
    private double outputNoise;

    private LayerStatistics of(String layer) {
      return new LayerStatistics(
          layer,
          input.deviation(),
          output.deviation(),
          decibels(input.squares, inputNoise),
          decibels(outputSignal, outputNoise));
    }

    private static OptionalDouble decibels(double signal, double noise) {
      return signal > 0 && noise > 0
          ? OptionalDouble.of(10 * Math.log10(signal / noise))
          : OptionalDouble.empty();
    }
  }

  private static final class Moments {
    private double count;
    private double sum;
    private double squares;

    private void add(Tensor x) {
      count += x.numel();
      sum += x.to(torch.ScalarType.Double).sum().item_double();
      squares += squares(x);
    }

    private static double squares(Tensor x) {
      return LayerMeasurement.squares(x);
    }

    private double deviation() {
      double mean = sum / count;
      return Math.sqrt(Math.max(0, squares / count - mean * mean));
    }
  }
}
