package dev.twobit.search.bits;

import dev.twobit.network.Network;
import dev.twobit.tensor.StepScope;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Second derivatives of a trained network's mean cross-entropy with respect to layers' weights and
 * to what the layers read, in float and in evaluation mode, so that images are apart
 * (search/docs/methods.md#hawq).
 */
final class Curvature {
  private final TrainableNetwork model;
  private final List<String> layers;
  private final Sample sample;
  private final boolean inputs;
  private final Map<String, Tensor> read = new TreeMap<>();

  /**
   * Images that it is measured on.
   *
   * @param perProbe images of one probe
   */
  record Sample(ImageDataset images, Normalization normalization, int perProbe, long seed) {
    /** Each probe's own, all images in a fixed order, over and over. */
    int[] chosen(int probe) {
      int size = Math.min(perProbe, images.size());
      int perEpoch = images.size() / size;
      int[] order = BatchMaker.order(images.size(), seed, probe / perEpoch);
      int first = probe % perEpoch * size;
      return Arrays.copyOfRange(order, first, first + size);
    }
  }

  /**
   * Holds leaves: call it outside of a step's pointer scope.
   *
   * @param trained float32 network with weights
   * @param inputs whether what the layers read counts too
   */
  Curvature(Network trained, List<String> layers, Sample sample, boolean inputs) {
    this.model = TrainableNetwork.of(trained, QuantizationScheme.none());
    this.layers = layers;
    this.sample = sample;
    this.inputs = inputs;
    if (inputs) {
      for (String layer : layers) {
        model.quantizers().inputs().put(layer, new Tap(x -> tapped(layer, x)));
      }
    }
  }

  private Tensor tapped(String layer, Tensor x) {
    Tensor own = x.mul(Torch.scalar(1)); // a node of this reader alone
    if (!own.requires_grad()) {
      own.set_requires_grad(true); // it reads the image
    }
    read.put(layer, StepScope.untilItEnds(new Tensor(own)));
    return own;
  }

  /**
   * Hutchinson's estimate: z'Hz of each layer's part of one vector z of independent signs, whose
   * mean over probes is the trace of the layer's part of H. Each probe has images of its own, so
   * that the spread of the probes is that of the images too.
   *
   * @return the layers' weights, then, if they count, the layers' inputs, of one image in the mean
   */
  double[] probe(int number) {
    SplittableRandom random = new SplittableRandom(BatchMaker.seed(sample.seed, number, -2));
    double[] ofWeights = estimates(number, random, this::weights);
    if (!inputs) {
      return ofWeights;
    }
    // By themselves: what couples a layer's weights with its input would only add to the spread.
    double[] ofInputs = estimates(number, random, this::read);
    double[] both = Arrays.copyOf(ofWeights, ofWeights.length + ofInputs.length);
    System.arraycopy(ofInputs, 0, both, ofWeights.length, ofInputs.length);
    return both;
  }

  /**
   * Of some tensors' parts of H.
   *
   * @param of asked once the loss is there
   */
  private double[] estimates(int number, SplittableRandom random, Supplier<List<Tensor>> of) {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = loss(number);
      List<Tensor> tensors = of.get();
      List<Tensor> signs = new ArrayList<>();
      tensors.forEach(t -> signs.add(HessianProduct.signs(t, random)));
      List<Tensor> products = HessianProduct.of(loss, tensors, signs);
      double[] estimates = new double[tensors.size()];
      for (int i = 0; i < estimates.length; i++) {
        estimates[i] = HessianProduct.dot(products.get(i), signs.get(i));
      }
      return estimates;
    }
  }

  /** Numbers on the diagonal of each part that a probe estimates the trace of. */
  long[] sizes() {
    long[] sizes = new long[layers.size() * (inputs ? 2 : 1)];
    for (int i = 0; i < layers.size(); i++) {
      String layer = layers.get(i);
      sizes[i] = weights().get(i).numel();
      if (inputs) {
        sizes[layers.size() + i] = elements(layer);
      }
    }
    return sizes;
  }

  /** Of what a layer reads of one image. */
  private long elements(String layer) {
    Network network = model.structure();
    String tensor = network.layer(layer).map(l -> l.inputs().get(0)).orElseThrow();
    return network.shape(tensor).elementCount() / network.images();
  }

  /**
   * The largest magnitude among the eigenvalues of one layer's part of H for its weights, by power
   * iteration on the images of the first probe; with its sign.
   *
   * @param layer index
   */
  double topEigenvalue(int layer, int iterations) {
    try (PointerScope outer = new PointerScope()) {
      SplittableRandom random = new SplittableRandom(BatchMaker.seed(sample.seed, layer, -3));
      Tensor weights = weights().get(layer);
      Tensor direction = normalized(HessianProduct.signs(weights, random));
      double value = 0;
      for (int i = 0; i < iterations; i++) {
        try (PointerScope step = new PointerScope()) {
          Tensor product =
              HessianProduct.of(loss(0), List.of(weights), List.of(direction)).get(0).detach();
          value = HessianProduct.dot(product, direction);
          if (product.abs().max().item_double() == 0) {
            return 0;
          }
          direction.copy_(normalized(product));
        }
      }
      return value;
    }
  }

  private static Tensor normalized(Tensor t) {
    return t.div(t.norm());
  }

  private Tensor loss(int probe) {
    int[] chosen = sample.chosen(probe);
    ImageDataset images = sample.images;
    Tensor pixels =
        Torch.tensor(
            new BatchMaker(images, sample.normalization).plain(chosen),
            chosen.length,
            images.channels(),
            images.height(),
            images.width());
    Tensor logits = model.forward(Torch.channelsLast(pixels), false);
    return torch.cross_entropy_loss(logits, Tensor.create(images.labels(chosen)));
  }

  private List<Tensor> weights() {
    return layers.stream()
        .map(layer -> model.trainable().getOrDefault(layer + ".weight", new Tensor()))
        .toList();
  }

  private List<Tensor> read() {
    return layers.stream().map(layer -> read.getOrDefault(layer, new Tensor())).toList();
  }
}
