package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the channels of a tensor are and what they are.
 *
 * @param axis that holds them, or the first of two
 * @param pieces in order
 * @param groups 1; or the extent of the axis that was split off by a reshape (N,C,H,W) to
 *     (N,groups,C/groups,H,W)
 * @param swapped the two axes have changed places
 */
record TensorChannels(int axis, List<ChannelPiece> pieces, int groups, boolean swapped) {
  TensorChannels {
    pieces = List.copyOf(pieces);
  }

  static TensorChannels plain(int axis, List<ChannelPiece> pieces) {
    return new TensorChannels(axis, pieces, 1, false);
  }

  static TensorChannels constant(TensorShape shape) {
    return plain(1, List.of(new ChannelPiece.Constant(shape.channels())));
  }

  boolean isSplit() {
    return groups > 1;
  }

  /** The second of two axes, else the one. */
  int last() {
    return isSplit() ? axis + 1 : axis;
  }

  /** Their number does not change. */
  boolean isFixed() {
    return pieces.stream()
        .allMatch(
            p ->
                p instanceof ChannelPiece.Constant
                    || p instanceof ChannelPiece.Resized r && r.nominal() == r.now());
  }

  boolean isAt(TensorChannels other) {
    return axis == other.axis && groups == other.groups && swapped == other.swapped;
  }

  TensorChannels with(List<ChannelPiece> other) {
    return new TensorChannels(axis, other, groups, swapped);
  }

  /** Channels in the adapted network. */
  int now() {
    return ChannelPiece.now(pieces);
  }

  /** A shape of the original network as it is in the adapted one. */
  TensorShape resized(TensorShape original) {
    if (isFixed()) {
      return original;
    }
    List<Integer> dims = new ArrayList<>(original.dims());
    dims.set(isSplit() && !swapped ? axis + 1 : axis, now() / groups);
    return new TensorShape(dims);
  }
}
