package dev.twobit.training;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NonNegative;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained network as it is deployed (simulator/docs/two-bit-arithmetic.md): quantized layers by
 * their quantizers' integers; others, mostly first, last and shortcut layers, with symmetric
 * weights per output channel; their inputs calibrated to the largest magnitude on training images,
 * and what Adds and average poolings read likewise, unless it has quantizers of its own. So is what
 * a normalization reads of a tensor that one of these reads too, ahead of a convolution.
 */
public final class IntegerConversion {
  private static final int MOST_CALIBRATION_IMAGES = 500;
  private static final int BATCH = 250;

  /**
   * How much longer calibrated steps are where the residual path has quantizers of its own, nothing
   * has, or sums of products of codes are read as they are. An average of codes, or such a sum, is
   * a multiple of a fraction of their step, and the range ends with the last one: at the plain step
   * every so many multiples would lie just between two codes, where the order of float additions
   * decides. This leaves none there up to the 2,043rd.
   */
  private static final double OFF_THE_TIES = 1022.0 / 1021;

  private final TrainableNetwork model;
  private final Widths widths;
  private final Map<String, Role> roles;
  private final Map<String, Layer> producers;
  private final Map<String, List<Layer>> consumers;

  private IntegerConversion(TrainableNetwork model, Widths widths) {
    this.model = model;
    this.widths = widths;
    this.roles = ConvolutionRoles.of(model.structure());
    this.producers = model.structure().producers();
    this.consumers = model.structure().consumers();
  }

  /**
   * Bits of what is not quantized in training, 2 to 8.
   *
   * @param weights of a layer's weights
   * @param reads of what a layer reads
   */
  public record Widths(ToIntFunction<Layer> weights, ToIntFunction<Layer> reads) {}

  /**
   * @param calibration training images, of which the first 500 are used
   * @param widths those the network is simulated with
   */
  public static NetworkQuantization of(
      TrainableNetwork model,
      ImageDataset calibration,
      Normalization normalization,
      Widths widths) {
    return new IntegerConversion(model, widths).deploy(calibration, normalization);
  }

  private NetworkQuantization deploy(ImageDataset images, Normalization normalization) {
    Map<String, List<Range>> ranges = ranges(images, normalization);
    Network trained = model.toNetwork();
    Set<String> known =
        normalization.isNonNegative() ? Set.copyOf(trained.inputs()) : Set.<String>of();
    Map<String, Weights> weights = new HashMap<>();
    Map<String, List<Activations>> inputs = new HashMap<>();
    for (Layer layer : trained.layers()) {
      String name = layer.name();
      ActivationQuantizer own = model.quantizers().inputs().get(name);
      if (model.quantizers().weights().containsKey(name)) {
        weights.put(name, encoded(layer, trained));
      } else if (ConvolutionRoles.isWeighted(layer)) {
        weights.put(
            name,
            perChannel(
                trained.parameters().get(name + ".weight"), widths.weights.applyAsInt(layer)));
      }
      List<ActivationQuantizer> operands =
          model.quantizers().operands().getOrDefault(name, List.of());
      if (!operands.isEmpty()) {
        inputs.put(name, operands.stream().map(IntegerConversion::form).toList());
      } else if (own != null) {
        inputs.put(name, List.of(form(own)));
        weights.computeIfPresent(name, (n, w) -> scaled(w, own));
      } else if (isCalibrated(layer)) {
        List<Activations> forms = new ArrayList<>();
        for (Range range : ranges.getOrDefault(name, List.of())) {
          String tensor = layer.inputs().get(forms.size());
          boolean signed = !NonNegative.of(tensor, trained, producers, known);
          forms.add(range.activations(widths.reads.applyAsInt(layer), signed, slack(tensor)));
        }
        inputs.put(name, forms);
      }
    }
    return new NetworkQuantization(weights, inputs);
  }

  /**
   * As a form has it, whose step is that of the input: what a code is worth more goes into the
   * weights.
   */
  private static Activations form(ActivationQuantizer own) {
    if (!own.thresholds().isEmpty()) {
      return new Activations(own.step(), own.bits(), own.isSigned())
          .withThresholds(own.thresholds());
    }
    int zero = own.isSigned() ? 0 : -own.leastCode();
    return new Activations(own.spacing(), own.bits(), own.isSigned(), false, zero)
        .withOffset(own.offset());
  }

  private static Weights scaled(Weights weights, ActivationQuantizer own) {
    if (own.spacing() == own.step() || !own.thresholds().isEmpty()) {
      return weights;
    }
    double factor = own.step() / (double) own.spacing();
    return new Weights(
        weights.shape(),
        weights.levels(),
        weights.steps().stream().map(s -> (float) (s * factor)).toList(),
        weights.axis());
  }

  private double slack(String tensor) {
    LayerQuantizers own = model.quantizers();
    // Of a network in float, averages of few codes may be read by any layer as well.
    boolean plain = own.operands().isEmpty() && !own.inputs().isEmpty();
    return plain && !isSumOfProducts(tensor) ? 1 : OFF_THE_TIES;
  }

  /** What a layer without bias writes, with a ReLU or moved at most: no normalization behind it. */
  private boolean isSumOfProducts(String tensor) {
    Layer producer = producers.get(tensor);
    if (producer == null) {
      return false;
    }
    if (ConvolutionRoles.isWeighted(producer)) {
      return !ParameterKeys.trainable(producer).contains(producer.name() + ".bias");
    }
    boolean passed = producer.isRelu() || producer.keepsValues();
    return passed && producer.inputs().stream().anyMatch(this::isSumOfProducts);
  }

  /** What training left in float, unless the layer has quantizers of its own. */
  private boolean isCalibrated(Layer layer) {
    return isStoredFor(layer)
        || layer.asElementwise().isPresent()
            && consumers.getOrDefault(layer.inputs().get(0), List.of()).stream()
                .anyMatch(this::isStoredFor);
  }

  /** Whether it reads codes; what is computed of each of them elsewhere then is of codes too. */
  private boolean isStoredFor(Layer layer) {
    return roles.containsKey(layer.name()) || LayerQuantizers.readsResidual(layer);
  }

  private Weights encoded(Layer layer, Network trained) {
    WeightQuantizer quantizer = model.quantizers().weights().get(layer.name());
    if (quantizer == null) {
      throw new IllegalStateException(layer.name() + " has no quantizer");
    }
    String key = layer.name() + ".weight";
    WeightTensor latent = trained.parameters().get(key);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      var integers = quantizer.encode(Torch.tensor(latent), latent.shape());
      return new Weights(integers.shape(), integers.levels(), List.of(integers.step()));
    }
  }

  /** Symmetric, one step per output channel; a channel of zeros keeps step 1. */
  private static Weights perChannel(WeightTensor w, int bits) {
    int most = (1 << (bits - 1)) - 1;
    byte[] levels = new byte[w.values().length];
    int each = levels.length / w.shape().dim(0);
    List<Float> steps = new ArrayList<>();
    for (int k = 0; k < w.shape().dim(0); k++) {
      float largest = 0;
      for (int i = k * each; i < (k + 1) * each; i++) {
        largest = Math.max(largest, Math.abs(w.values()[i]));
      }
      float step = largest > 0 ? largest / most : 1;
      steps.add(step);
      for (int i = k * each; i < (k + 1) * each; i++) {
        levels[i] = (byte) Math.rint(w.values()[i] / step);
      }
    }
    return new Weights(w.shape(), levels, steps);
  }

  /** What the layers read, per layer and input, over the calibration images. */
  private Map<String, List<Range>> ranges(ImageDataset images, Normalization normalization) {
    Map<String, List<Range>> ranges = new HashMap<>();
    BatchMaker batches = new BatchMaker(images, normalization);
    int total = Math.min(MOST_CALIBRATION_IMAGES, images.size());
    for (int first = 0; first < total; first += BATCH) {
      int count = Math.min(BATCH, total - first);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor batch =
            Torch.tensor(
                batches.plain(first, count),
                count,
                images.channels(),
                images.height(),
                images.width());
        model.forward(
            Torch.channelsLast(batch),
            false,
            (layer, read) -> {
              if (isCalibrated(layer)) {
                ranges.merge(
                    layer.name(), read.stream().map(Range::of).toList(), IntegerConversion::union);
              }
            });
      }
    }
    return ranges;
  }

  private static List<Range> union(List<Range> a, List<Range> b) {
    List<Range> both = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      both.add(
          new Range(
              Math.min(a.get(i).least, b.get(i).least), Math.max(a.get(i).most, b.get(i).most)));
    }
    return both;
  }

  private record Range(float least, float most) {
    static Range of(Tensor x) {
      return new Range(x.min().item_float(), x.max().item_float());
    }

    Activations activations(int bits, boolean signed, double slack) {
      float largest = Math.max(-least, most);
      int codes = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
      return new Activations(largest > 0 ? (float) (largest / codes * slack) : 1, bits, signed);
    }
  }
}
