package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Resized;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A layer of the original network with the extents it has in the adapted one.
 *
 * @param channels of tensors, in both networks
 * @param shapes in the adapted network
 * @param constants receives those that layers keep
 */
record LayerResizer(
    Network original,
    Function<String, TensorChannels> channels,
    Function<String, TensorShape> shapes,
    BiConsumer<String, WeightTensor> constants)
    implements LayerKinds<Layer>,
        LayerKinds.Weighted.Cases<Layer>,
        LayerKinds.Elementwise.Cases<Layer>,
        LayerKinds.Movement.Cases<Layer> {
  private TensorShape read(Layer layer) {
    return shapes.apply(layer.input());
  }

  private TensorShape written(Layer layer) {
    return shapes.apply(layer.output());
  }

  @Override
  public Layer weighted(Weighted layer) {
    return layer.fold(this);
  }

  @Override
  public Layer convolution(Layer.Convolution c) {
    return c.withChannels(read(c).channels(), written(c).channels());
  }

  @Override
  public Layer transposedConvolution(Layer.TransposedConvolution t) {
    return new Layer.TransposedConvolution(
        t.name(),
        t.input(),
        t.output(),
        read(t).channels(),
        written(t).channels(),
        t.window(),
        t.groups(),
        t.hasBias());
  }

  @Override
  public Layer fullyConnected(Layer.FullyConnected f) {
    return f.withFeatures(read(f).dim(-1), written(f).dim(-1));
  }

  @Override
  public Layer elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Layer batchNormalization(Layer.BatchNormalization b) {
    return b.withChannels(read(b).channels());
  }

  @Override
  public Layer activation(Layer.Activation layer) {
    return layer;
  }

  @Override
  public Layer parametricRelu(Layer.ParametricRelu p) {
    TensorShape now = constant(p, p.slopeShape(), ".slope");
    return new Layer.ParametricRelu(p.name(), p.input(), p.output(), now);
  }

  @Override
  public Layer constantArithmetic(Layer.ConstantArithmetic a) {
    TensorShape now = constant(a, a.constantShape(), ".constant");
    return new Layer.ConstantArithmetic(a.name(), a.input(), a.output(), a.operation(), now);
  }

  @Override
  public Layer movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public Layer reshape(Layer.Reshape r) {
    return new Layer.Reshape(r.name(), r.input(), r.output(), written(r));
  }

  @Override
  public Layer slice(Layer.Slice s) {
    TensorChannels in = channels.apply(s.input());
    return in.isFixed() ? s : slice(s, in, read(s));
  }

  @Override
  public Layer concat(Layer.Concat layer) {
    return layer;
  }

  @Override
  public Layer pad(Layer.Pad layer) {
    return layer;
  }

  @Override
  public Layer transpose(Layer.Transpose layer) {
    return layer;
  }

  @Override
  public Layer combination(Combination layer) {
    return layer;
  }

  @Override
  public Layer planar(Planar layer) {
    return layer;
  }

  @Override
  public Layer jointNormalization(JointNormalization layer) {
    return layer;
  }

  @Override
  public Layer unsupported(Layer.Unsupported layer) {
    return layer;
  }

  private static Layer slice(Layer.Slice s, TensorChannels in, TensorShape shape) {
    int axis = in.axis();
    List<Integer> starts = new ArrayList<>(s.starts());
    List<Integer> ends = new ArrayList<>(s.ends());
    if (in.isSplit()) {
      // Only of the other axes: these two are whole.
      ends.set(axis, shape.dim(axis));
      ends.set(axis + 1, shape.dim(axis + 1));
      return new Layer.Slice(s.name(), s.input(), s.output(), starts, ends, s.steps());
    }
    starts.set(axis, position(in, s.starts().get(axis), shape.dim(axis)));
    ends.set(axis, position(in, s.ends().get(axis), shape.dim(axis)));
    return new Layer.Slice(s.name(), s.input(), s.output(), starts, ends, s.steps());
  }

  /** Where a channel of the original network is now. */
  private static int position(TensorChannels in, int channel, int extent) {
    return ChannelMoves.slice(in.pieces(), 0, channel).map(ChannelPiece::now).orElse(extent);
  }

  /** A constant of a value for each channel follows them: the first of every block. */
  private TensorShape constant(Layer layer, TensorShape old, String field) {
    TensorChannels in = channels.apply(layer.input());
    TensorShape input = original.shape(layer.input());
    int axis = in.axis() - (input.rank() - old.rank());
    boolean follows =
        !in.isFixed() && axis >= 0 && old.dim(axis) == ChannelPiece.total(in.pieces());
    String key = layer.name() + field;
    if (!follows || in.isSplit()) {
      original.parameters().find(key).ifPresent(w -> constants.accept(key, w));
      return old;
    }
    List<Integer> dims = new ArrayList<>(old.dims());
    dims.set(axis, in.now());
    TensorShape now = new TensorShape(dims);
    original
        .parameters()
        .find(key)
        .ifPresent(w -> constants.accept(key, resized(w, now, axis, in.pieces())));
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
