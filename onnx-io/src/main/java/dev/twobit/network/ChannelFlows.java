package dev.twobit.network;

import dev.twobit.network.ChannelFlow.Aligned;
import dev.twobit.network.ChannelFlow.Carried;
import dev.twobit.network.ChannelFlow.Chosen;
import dev.twobit.network.ChannelFlow.Equal;
import dev.twobit.network.ChannelFlow.Lost;
import dev.twobit.network.ChannelFlow.Merged;
import dev.twobit.network.ChannelFlow.Multiplied;
import dev.twobit.network.ChannelFlow.Shuffled;
import dev.twobit.network.ChannelFlow.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way in which each operator carries channels.
 *
 * @param network with the shapes that the channels were counted in
 * @param channels of what a layer reads
 */
record ChannelFlows(Network network, Function<String, TensorChannels> channels)
    implements LayerKinds<ChannelFlow>,
        LayerKinds.Weighted.Cases<ChannelFlow>,
        LayerKinds.Elementwise.Cases<ChannelFlow>,
        LayerKinds.Combination.Cases<ChannelFlow>,
        LayerKinds.Movement.Cases<ChannelFlow> {

  ChannelFlow of(Layer layer) {
    return layer.inputs().isEmpty() ? new Lost() : layer.foldKind(this);
  }

  private TensorChannels in(Layer layer) {
    return channels.apply(layer.input());
  }

  private TensorShape shape(Layer layer) {
    return network.shape(layer.input());
  }

  private TensorShape out(Layer layer) {
    return network.shape(layer.output());
  }

  private static ChannelFlow carried(Optional<TensorChannels> result) {
    return result.<ChannelFlow>map(Carried::new).orElseGet(Lost::new);
  }

  @Override
  public ChannelFlow weighted(Weighted layer) {
    return layer.fold(this);
  }

  @Override
  public ChannelFlow convolution(Layer.Convolution c) {
    TensorChannels in = in(c);
    if (!c.isDepthwise()) {
      return new Chosen(in, areMaps(in), 1, c.outputChannels(), c.groups(), true);
    }
    return areMaps(in) ? new Multiplied(in, c.outputChannels() / c.inputChannels()) : new Lost();
  }

  @Override
  public ChannelFlow transposedConvolution(Layer.TransposedConvolution t) {
    TensorChannels in = in(t);
    return new Chosen(in, areMaps(in), 1, t.outputChannels(), t.groups(), false);
  }

  /** Channels where (N,C,H,W) has them; those that do not change may be anywhere. */
  private static boolean areMaps(TensorChannels in) {
    return in.isFixed() || in.axis() == 1 && !in.isSplit();
  }

  /** Its features are channels where they are on the last axis; else it works along another. */
  @Override
  public ChannelFlow fullyConnected(Layer.FullyConnected f) {
    TensorChannels in = in(f);
    boolean features = !in.isSplit() && in.axis() == shape(f).rank() - 1;
    return features
        ? new Chosen(in, true, out(f).rank() - 1, f.outputFeatures(), 1, true)
        : new Carried(in);
  }

  @Override
  public ChannelFlow elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public ChannelFlow batchNormalization(Layer.BatchNormalization layer) {
    return kept(layer);
  }

  @Override
  public ChannelFlow activation(Layer.Activation layer) {
    return kept(layer);
  }

  @Override
  public ChannelFlow parametricRelu(Layer.ParametricRelu p) {
    return withConstant(p, p.slopeShape());
  }

  @Override
  public ChannelFlow constantArithmetic(Layer.ConstantArithmetic a) {
    return withConstant(a, a.constantShape());
  }

  @Override
  public ChannelFlow jointNormalization(JointNormalization layer) {
    return kept(layer);
  }

  private ChannelFlow kept(Layer layer) {
    return out(layer).equals(shape(layer)) ? new Carried(in(layer)) : new Lost();
  }

  /** A constant of several values along one of two axes of channels cannot follow them. */
  private ChannelFlow withConstant(Layer layer, TensorShape constant) {
    TensorChannels in = in(layer);
    for (int axis = in.axis(); in.isSplit() && axis <= in.axis() + 1; axis++) {
      int own = axis - (shape(layer).rank() - constant.rank());
      if (own >= 0 && constant.dim(own) != 1) {
        return new Lost();
      }
    }
    return kept(layer);
  }

  @Override
  public ChannelFlow planar(Planar layer) {
    TensorChannels in = in(layer);
    return in.axis() == 1 && !in.isSplit() ? new Carried(in) : kept(layer);
  }

  @Override
  public ChannelFlow combination(Combination layer) {
    return layer.fold(this);
  }

  @Override
  public ChannelFlow add(Layer.Add add) {
    Optional<Broadcasting> met = met(add);
    if (met.isEmpty()) {
      return new Lost();
    }
    boolean bridgeable = met.get().whole().stream().allMatch(o -> o.axis() == 1 && !o.isSplit());
    for (int i = 0; i < add.inputs().size(); i++) {
      bridgeable &=
          met.get().operands().get(i).isEmpty() || network.shape(add.inputs().get(i)).rank() == 4;
    }
    return new Aligned(met.get(), bridgeable);
  }

  @Override
  public ChannelFlow multiply(Layer.Multiply m) {
    Optional<Broadcasting> met = met(m);
    if (met.isEmpty()) {
      return new Lost();
    }
    List<TensorChannels> spread = new ArrayList<>();
    for (int i = 0; i < m.inputs().size(); i++) {
      if (met.get().operands().get(i).isEmpty()) {
        spread.add(channels.apply(m.inputs().get(i)));
      }
    }
    return new Equal(met.get().whole(), spread);
  }

  private Optional<Broadcasting> met(Layer layer) {
    return Broadcasting.of(states(layer), shapes(layer), out(layer));
  }

  private List<TensorChannels> states(Layer layer) {
    return layer.inputs().stream().map(channels).toList();
  }

  private List<TensorShape> shapes(Layer layer) {
    return layer.inputs().stream().map(network::shape).toList();
  }

  @Override
  public ChannelFlow movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public ChannelFlow concat(Layer.Concat c) {
    Optional<List<TensorChannels>> all = ChannelMoves.together(states(c), shapes(c));
    if (all.isEmpty()) {
      return new Lost();
    }
    TensorChannels first = all.get().get(0);
    if (Math.floorMod(c.axis(), out(c).rank()) != first.axis()) {
      return new Equal(all.get(), List.of());
    }
    List<ChannelPiece> joined = new ArrayList<>();
    all.get().forEach(t -> joined.addAll(t.pieces()));
    return joined.size() > ChannelMoves.MOST_PIECES ? new Lost() : new Carried(first.with(joined));
  }

  @Override
  public ChannelFlow slice(Layer.Slice s) {
    TensorChannels in = in(s);
    if (in.last() >= shape(s).rank()) {
      return new Lost();
    }
    boolean whole = true;
    for (int axis = in.axis(); axis <= in.last(); axis++) {
      whole &=
          s.starts().get(axis) == 0
              && s.ends().get(axis) >= shape(s).dim(axis)
              && s.steps().get(axis) == 1;
    }
    if (whole) {
      return new Carried(in);
    }
    return in.isSplit() || s.steps().get(in.axis()) != 1
        ? new Lost()
        : carried(
            ChannelMoves.slice(in.pieces(), s.starts().get(in.axis()), s.ends().get(in.axis()))
                .map(in::with));
  }

  @Override
  public ChannelFlow pad(Layer.Pad p) {
    TensorChannels in = in(p);
    if (in.last() >= shape(p).rank()) {
      return new Lost();
    }
    int before = p.before().get(in.axis());
    int after = p.after().get(in.axis());
    if (!in.isSplit()) {
      return new Carried(in.with(ChannelMoves.pad(in.pieces(), before, after)));
    }
    int padding = before + after + p.before().get(in.last()) + p.after().get(in.last());
    return padding == 0 ? new Carried(in) : new Lost();
  }

  @Override
  public ChannelFlow reshape(Layer.Reshape layer) {
    TensorChannels in = in(layer);
    Optional<TensorChannels> result = ChannelMoves.reshape(shape(layer), in, out(layer));
    if (result.isEmpty()) {
      return new Lost();
    }
    if (in.isSplit()) {
      return in.swapped() ? new Shuffled(in, result.get()) : new Merged(in, result.get());
    }
    return result.get().isSplit() ? new Split(result.get()) : new Carried(result.get());
  }

  @Override
  public ChannelFlow transpose(Layer.Transpose t) {
    return carried(ChannelMoves.transpose(in(t), t.permutation()));
  }

  @Override
  public ChannelFlow unsupported(Layer.Unsupported layer) {
    return new Lost();
  }
}
