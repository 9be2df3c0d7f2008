package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WidthAdapter;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Torch;
import dev.twobit.training.TensorOperations;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The layers of a super-net, each on the channels that a pass has. */
final class SuperNetLayers {
  private final SearchSpace space;
  private final SuperNetWeights weights;
  private final WeightSlices slices;
  private final CandidateMixer mixer;
  private final RunningNormalization normalization;

  SuperNetLayers(SuperNetWeights weights, WeightSlices slices) {
    this.space = weights.space();
    this.weights = weights;
    this.slices = slices;
    this.mixer = new CandidateMixer(weights, slices.positions());
    this.normalization = new RunningNormalization(weights, slices.positions());
  }

  /**
   * A layer with weights, the batch normalization behind it, and the mixture of its candidates.
   *
   * @param bn behind it, if any
   */
  Planes weighted(
      Layer layer, Layer.@Nullable BatchNormalization bn, Planes input, SuperNetPass pass) {
    Tensor x = quantizedInput(layer.name(), input, pass.initialize());
    Tensor w = slices.weights(layer, pass.sample());
    Tensor out =
        layer instanceof Layer.Convolution c
            ? convolve(c, x, w, input.width(), pass)
            : Convolutions.linear(
                exact(x, input.width()), w, slices.bias(layer, pass.sample(), w.size(0)));
    List<OutputBlock> blocks =
        OutputBlock.of(
            space.width(layer.output()), bn == null ? layer.name() : bn.name(), pass.choices());
    boolean moved = layer instanceof Layer.FullyConnected && out.dim() > 2;
    if (moved) {
      return Planes.of(out);
    }
    return pass.training()
        ? new Planes(mixer.train(bn, out, blocks), w.size(0))
        : Planes.of(mixer.evaluate(bn, out, blocks));
  }

  private static Tensor exact(Tensor x, long width) {
    return x.dim() < 2 || x.size(1) == width ? x : x.narrow(1, 0, width);
  }

  /** In training over whole blocks of channels, those that are none being zeros. */
  private Tensor convolve(Layer.Convolution c, Tensor x, Tensor w, long width, SuperNetPass pass) {
    long wide = w.size(0);
    if (c.isDepthwise() && pass.training() && wide == width) {
      Tensor padded = torch.constant_pad_nd(w, 0, 0, 0, 0, 0, 0, 0, x.size(1) - width);
      TensorOptional bias = slices.bias(c, pass.sample(), x.size(1));
      return Convolutions.convolve(x, padded, bias, c.window(), (int) x.size(1));
    }
    if (c.groups() > 1 || !pass.training()) {
      int groups = c.isDepthwise() ? (int) width : c.groups();
      TensorOptional bias = slices.bias(c, pass.sample(), wide);
      return Convolutions.convolve(exact(x, width), w, bias, c.window(), groups);
    }
    long whole = Convolutions.wholeChannels(wide);
    Tensor padded = torch.constant_pad_nd(w, 0, 0, 0, 0, 0, x.size(1) - width, 0, whole - wide);
    TensorOptional bias = slices.bias(c, pass.sample(), whole);
    return Convolutions.convolve(x, padded, bias, c.window(), 1);
  }

  /**
   * As wide as the input where zeros stay zeros without further effect, else without them: a sample
   * that parameters start from is of what exists.
   */
  private Tensor quantizedInput(String layer, Planes input, boolean initialize) {
    ActivationQuantizer quantizer = weights.quantizers().inputs().get(layer);
    Tensor x =
        quantizer == null || quantizer.clipsAtZero() && !initialize
            ? input.values()
            : input.exact();
    return weights.quantizers().quantizedInput(layer, x, initialize);
  }

  /** A layer without weights. */
  Planes plain(Layer layer, List<Planes> inputs, SuperNetPass pass) {
    Network network = space.network();
    List<Tensor> values = inputs.stream().map(Planes::values).toList();
    List<Tensor> exact = inputs.stream().map(Planes::exact).toList();
    if (layer instanceof Layer.Add add) {
      return broadcasts(add)
          ? Planes.of(TensorOperations.apply(layer, exact, network.shape(layer.output())))
          : new Planes(
              addOntoFirstChannels(values),
              inputs.stream().mapToLong(Planes::width).max().orElseThrow());
    }
    if (keepsZeros(layer)) {
      Tensor result = TensorOperations.apply(layer, values, network.shape(layer.output()));
      return new Planes(result, inputs.get(0).width());
    }
    Tensor x = exact.get(0);
    if (layer instanceof Layer.BatchNormalization b) {
      int[] channels = slices.channels(b.input(), pass.sample());
      return Planes.of(normalization.alone(b, x, channels, pass.training()));
    }
    if (layer instanceof Layer.Reshape && network.shape(layer.output()).rank() == 2) {
      return Planes.of(x.reshape(x.size(0), -1));
    }
    if (layer instanceof Layer.ConstantArithmetic a) {
      return Planes.of(arithmetic(a, x, pass));
    }
    Layer resized = dependsOnExtents(layer) ? resized(layer, pass) : layer;
    var shape =
        dependsOnExtents(layer)
            ? adapted(pass).shape(layer.output())
            : network.shape(layer.output());
    return Planes.of(TensorOperations.apply(resized, exact, shape));
  }

  private static boolean keepsZeros(Layer layer) {
    return layer instanceof Layer.Pooling
        || layer instanceof Layer.Activation a && a.function() == Layer.Activation.Function.RELU;
  }

  private static boolean dependsOnExtents(Layer layer) {
    return layer instanceof Layer.Reshape || layer instanceof Layer.Slice;
  }

  private Layer resized(Layer layer, SuperNetPass pass) {
    return adapted(pass).layer(layer.name()).orElseThrow();
  }

  /** The network of these widths, for the extents of what only moves elements. */
  private Network adapted(SuperNetPass pass) {
    return WidthAdapter.adapt(space.network(), space.convolutionWidths(pass.sample()));
  }

  /** Whether an operand is spread over channels, which is no matter of widths. */
  private boolean broadcasts(Layer.Add add) {
    Network network = space.network();
    return add.inputs().stream()
        .anyMatch(
            t ->
                network.shape(t).rank() != network.shape(add.output()).rank()
                    || network.shape(t).rank() != 4 && network.shape(t).rank() != 2
                    || network.shape(t).channels() != network.shape(add.output()).channels());
  }

  /** The narrower onto the first channels of the wider (search/docs/methods.md#adds). */
  static Tensor addOntoFirstChannels(List<Tensor> inputs) {
    Tensor sum = inputs.get(0);
    for (Tensor next : inputs.subList(1, inputs.size())) {
      Tensor wide = sum.size(1) >= next.size(1) ? sum : next;
      Tensor narrow = wide == sum ? next : sum;
      long missing = wide.size(1) - narrow.size(1);
      Tensor padded =
          missing == 0
              ? narrow
              : narrow.dim() == 2
                  ? torch.constant_pad_nd(narrow, 0, missing)
                  : torch.constant_pad_nd(narrow, 0, 0, 0, 0, 0, missing);
      sum = wide.add(padded);
    }
    return sum;
  }

  /** With a constant that is the same for all channels, or has a value for each at their widest. */
  private Tensor arithmetic(Layer.ConstantArithmetic a, Tensor x, SuperNetPass pass) {
    Network source = space.network();
    var constant =
        adapted(pass)
            .parameters()
            .find(a.name() + ".constant")
            .or(() -> source.parameters().find(a.name() + ".constant"))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        source.name() + ": node '" + a.name() + "': found no constant"));
    return TensorOperations.arithmetic(a.operation(), x, Torch.tensor(constant));
  }
}
