package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Convolutions;
import dev.twobit.training.LayerQuantizers;
import java.util.ArrayList;
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
  private final WidthExtents extents;

  SuperNetLayers(SuperNetWeights weights, WeightSlices slices) {
    this.space = weights.space();
    this.weights = weights;
    this.slices = slices;
    this.mixer = new CandidateMixer(weights, slices.positions());
    this.normalization = new RunningNormalization(weights, slices.positions());
    this.extents = new WidthExtents(space);
  }

  /**
   * A layer with weights, the batch normalization behind it, and the mixture of its candidates.
   *
   * @param bn behind it, if any
   */
  Planes weighted(
      LayerKinds.Weighted layer,
      Layer.@Nullable BatchNormalization bn,
      Planes input,
      SuperNetPass pass) {
    boolean starts = pass.starts().ofInput(layer.name(), weights.quantizers());
    Tensor x = quantizedInput(layer.name(), input, starts);
    Tensor w = slices.weights(layer, pass.sample());
    return layer.fold(
        new LayerKinds.Weighted.Cases<Planes>() {
          @Override
          public Planes convolution(Layer.Convolution c) {
            return mixed(c, bn, convolve(c, x, w, input.width(), pass), w.size(0), pass);
          }

          @Override
          public Planes fullyConnected(Layer.FullyConnected f) {
            TensorOptional bias = slices.bias(f, pass.sample(), w.size(0));
            Tensor out = Convolutions.linear(exact(x, input.width()), w, bias);
            return out.dim() > 2 ? Planes.of(out) : mixed(f, bn, out, w.size(0), pass);
          }

          @Override
          public Planes transposedConvolution(Layer.TransposedConvolution t) {
            throw new IllegalStateException("weights of " + t.name() + " were not refused");
          }
        });
  }

  private Planes mixed(
      Layer layer,
      Layer.@Nullable BatchNormalization bn,
      Tensor out,
      long width,
      SuperNetPass pass) {
    List<OutputBlock> blocks =
        OutputBlock.of(
            space.width(layer.output()), bn == null ? layer.name() : bn.name(), pass.choices());
    return pass.training()
        ? new Planes(mixer.train(bn, out, blocks), width)
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
    return layer.foldKind(
        new PlainLayers(
            space, slices, normalization, extents, quantizedOperands(layer, inputs, pass), pass));
  }

  /** Zeros behind the channels are code 0 and stay; no parameter starts from them. */
  private List<Planes> quantizedOperands(Layer layer, List<Planes> inputs, SuperNetPass pass) {
    LayerQuantizers quantizers = weights.quantizers();
    if (!quantizers.operands().containsKey(layer.name())) {
      return inputs;
    }
    boolean initialize = pass.starts().operands();
    List<Tensor> values = inputs.stream().map(p -> initialize ? p.exact() : p.values()).toList();
    List<Tensor> quantized = quantizers.quantizedOperands(layer.name(), values, initialize);
    List<Planes> planes = new ArrayList<>();
    for (int i = 0; i < quantized.size(); i++) {
      planes.add(
          initialize
              ? Planes.of(quantized.get(i))
              : new Planes(quantized.get(i), inputs.get(i).width()));
    }
    return planes;
  }
}
