package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Resized;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A layer of the original network with the extents it has in the adapted one. */
final class LayerResizer {
  private LayerResizer() {}

  /**
   * @param channels of tensors, in both networks
   * @param shapes in the adapted network
   * @param constants receives those that layers keep
   */
  record Context(
      Network original,
      Function<String, TensorChannels> channels,
      Function<String, TensorShape> shapes,
      BiConsumer<String, WeightTensor> constants) {}

  static Layer resized(Layer layer, Context context) {
    if (layer.inputs().isEmpty()) {
      return layer;
    }
    TensorChannels in = context.channels.apply(layer.input());
    TensorShape inShape = context.shapes.apply(layer.input());
    TensorShape outShape = context.shapes.apply(layer.output());
    if (layer instanceof Layer.Convolution c) {
      return c.withChannels(inShape.channels(), outShape.channels());
    }
    if (layer instanceof Layer.TransposedConvolution t) {
      return new Layer.TransposedConvolution(
          t.name(),
          t.input(),
          t.output(),
          inShape.channels(),
          outShape.channels(),
          t.window(),
          t.groups(),
          t.hasBias());
    }
    if (layer instanceof Layer.FullyConnected f) {
      return f.withFeatures(inShape.dim(-1), outShape.dim(-1));
    }
    if (layer instanceof Layer.BatchNormalization b) {
      return b.withChannels(inShape.channels());
    }
    if (layer instanceof Layer.Reshape r) {
      return new Layer.Reshape(r.name(), r.input(), r.output(), outShape);
    }
    if (layer instanceof Layer.Slice s) {
      return slice(s, in, inShape);
    }
    if (layer instanceof Layer.ConstantArithmetic a) {
      TensorShape now = constant(a, a.constantShape(), ".constant", in, context);
      return new Layer.ConstantArithmetic(a.name(), a.input(), a.output(), a.operation(), now);
    }
    if (layer instanceof Layer.ParametricRelu p) {
      TensorShape now = constant(p, p.slopeShape(), ".slope", in, context);
      return new Layer.ParametricRelu(p.name(), p.input(), p.output(), now);
    }
    return layer;
  }

  private static Layer slice(Layer.Slice s, TensorChannels in, TensorShape shape) {
    if (in.isFixed()) {
      return s;
    }
    int axis = in.axis();
    List<Integer> starts = new ArrayList<>(s.starts());
    List<Integer> ends = new ArrayList<>(s.ends());
    starts.set(axis, position(in, s.starts().get(axis), shape.dim(axis)));
    ends.set(axis, position(in, s.ends().get(axis), shape.dim(axis)));
    return new Layer.Slice(s.name(), s.input(), s.output(), starts, ends, s.steps());
  }

  /** Where a channel of the original network is now. */
  private static int position(TensorChannels in, int channel, int extent) {
    return ChannelMoves.slice(in.pieces(), 0, channel).map(ChannelPiece::now).orElse(extent);
  }

  /** A constant of a value for each channel follows them: the first of every block. */
  private static TensorShape constant(
      Layer layer, TensorShape old, String field, TensorChannels in, Context context) {
    TensorShape input = context.original.shape(layer.input());
    int axis = in.axis() - (input.rank() - old.rank());
    boolean follows =
        !in.isFixed() && axis >= 0 && old.dim(axis) == ChannelPiece.total(in.pieces());
    String key = layer.name() + field;
    if (!follows || in.isSplit()) {
      context.original.parameters().find(key).ifPresent(w -> context.constants.accept(key, w));
      return old;
    }
    List<Integer> dims = new ArrayList<>(old.dims());
    dims.set(axis, in.now());
    TensorShape now = new TensorShape(dims);
    context
        .original
        .parameters()
        .find(key)
        .ifPresent(w -> context.constants.accept(key, resized(w, now, axis, in.pieces())));
    return now;
  }

  /** Every block's first entries along an axis; of one that has grown, from the first again. */
  private static WeightTensor resized(
      WeightTensor old, TensorShape now, int axis, List<ChannelPiece> pieces) {
    int[] sources = new int[now.dim(axis)];
    int next = 0;
    int start = 0;
    for (ChannelPiece piece : pieces) {
      int count = piece instanceof Resized r ? r.now() : piece.nominal();
      for (int i = 0; i < count; i++) {
        sources[next++] = start + i % piece.nominal();
      }
      start += piece.nominal();
    }
    int behind = (int) (now.elementCount() / product(now, axis + 1));
    float[] values = new float[(int) now.elementCount()];
    for (int i = 0; i < values.length; i++) {
      int outer = i / (behind * sources.length);
      int channel = i / behind % sources.length;
      values[i] = old.values()[(outer * start + sources[channel]) * behind + i % behind];
    }
    return new WeightTensor(now, values);
  }

  private static long product(TensorShape shape, int count) {
    long product = 1;
    for (int i = 0; i < count; i++) {
      product *= shape.dim(i);
    }
    return product;
  }
}
