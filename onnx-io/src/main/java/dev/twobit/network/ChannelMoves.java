package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What operators that only move elements do to channels; empty where these cannot be followed, so
 * that their number in the result is no expression of their numbers before.
 */
final class ChannelMoves {
  /** Pieces of one tensor; a file that has more is not worth following. */
  static final int MOST_PIECES = 1 << 14;

  private ChannelMoves() {}

  static Optional<TensorChannels> transpose(TensorChannels c, List<Integer> permutation) {
    int axis = permutation.indexOf(c.axis());
    if (!c.isSplit()) {
      return axis == 0
          ? Optional.empty()
          : Optional.of(new TensorChannels(axis, c.pieces(), 1, false));
    }
    int second = permutation.indexOf(c.axis() + 1);
    if (second == axis + 1) {
      return Optional.of(new TensorChannels(axis, c.pieces(), c.groups(), c.swapped()));
    }
    return second == axis - 1
        ? Optional.of(new TensorChannels(second, c.pieces(), c.groups(), !c.swapped()))
        : Optional.empty();
  }

  /**
   * Splits one axis in two, joins two to one, keeps one among others, or flattens it with what
   * comes before or behind it. Joined axes that have changed places are a shuffle, left to the
   * caller.
   */
  static Optional<TensorChannels> reshape(TensorShape in, TensorChannels c, TensorShape out) {
    if (in.elementCount() == 0) {
      return Optional.empty();
    }
    long before = product(in, 0, c.axis());
    int channels = ChannelPiece.total(c.pieces());
    long behind = in.elementCount() / before / channels;
    List<Integer> axes = new ArrayList<>();
    if (c.axis() < out.rank()) {
      axes.add(c.axis());
    }
    for (int axis = 1; axis < out.rank(); axis++) {
      axes.add(axis);
    }
    for (int axis : axes) {
      if (out.dim(axis) == channels && product(out, 0, axis) == before) {
        return Optional.of(TensorChannels.plain(axis, c.pieces()));
      }
    }
    if (c.isSplit()) {
      return Optional.empty();
    }
    for (int axis : axes) {
      long ahead = product(out, 0, axis);
      int extent = out.dim(axis);
      if (ahead == before && extent % channels == 0 && behind % (extent / channels) == 0) {
        return Optional.of(
            TensorChannels.plain(axis, ChannelPiece.times(c.pieces(), extent / channels)));
      }
      if (ahead == before
          && axis + 1 < out.rank()
          && (long) extent * out.dim(axis + 1) == channels) {
        return Optional.of(new TensorChannels(axis, c.pieces(), extent, false));
      }
      if (extent % channels == 0
          && ahead * (extent / channels) == before
          && behind == product(out, axis + 1, out.rank())) {
        return copies(c.pieces(), extent / channels).map(p -> TensorChannels.plain(axis, p));
      }
    }
    return Optional.empty();
  }

  private static Optional<List<ChannelPiece>> copies(List<ChannelPiece> pieces, int count) {
    if ((long) count * pieces.size() > MOST_PIECES) {
      return Optional.empty();
    }
    List<ChannelPiece> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.addAll(pieces);
    }
    return Optional.of(all);
  }

  /**
   * Channels of tensors that are put one behind the other, at the place where those that change
   * have them; empty if these have them at different places.
   */
  static Optional<List<TensorChannels>> together(
      List<TensorChannels> all, List<TensorShape> shapes) {
    TensorChannels reference =
        all.stream().filter(c -> !c.isFixed()).findFirst().orElse(all.get(0));
    List<TensorChannels> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      TensorChannels c = all.get(i);
      if (c.isFixed() && !c.isAt(reference)) {
        int extent = shapes.get(i).dim(reference.axis());
        c = TensorChannels.plain(reference.axis(), List.of(new ChannelPiece.Constant(extent)));
      }
      if (c.isSplit() || !c.isAt(reference)) {
        return Optional.empty();
      }
      found.add(c);
    }
    return Optional.of(found);
  }

  /** Channels {@code start} to {@code end}, counted in the original network. */
  static Optional<List<ChannelPiece>> slice(List<ChannelPiece> pieces, int start, int end) {
    List<ChannelPiece> kept = new ArrayList<>();
    int at = 0;
    for (ChannelPiece piece : pieces) {
      int from = Math.max(start, at) - at;
      int to = Math.min(end, at + piece.nominal()) - at;
      if (from < to) {
        Optional<ChannelPiece> part =
            to - from == piece.nominal() ? Optional.of(piece) : piece.part(from, to);
        if (part.isEmpty()) {
          return Optional.empty();
        }
        kept.add(part.get());
      }
      at += piece.nominal();
    }
    return Optional.of(kept);
  }

  /** Cuts channels into {@code groups} runs of equally many. */
  static Optional<List<List<ChannelPiece>>> groups(List<ChannelPiece> pieces, int groups) {
    int each = ChannelPiece.total(pieces) / groups;
    List<List<ChannelPiece>> all = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      Optional<List<ChannelPiece>> part = slice(pieces, g * each, (g + 1) * each);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      all.add(part.get());
    }
    return Optional.of(all);
  }

  static List<ChannelPiece> pad(List<ChannelPiece> pieces, int before, int after) {
    List<ChannelPiece> all = new ArrayList<>();
    if (before > 0) {
      all.add(new ChannelPiece.Constant(before));
    }
    all.addAll(pieces);
    if (after > 0) {
      all.add(new ChannelPiece.Constant(after));
    }
    return all;
  }

  private static long product(TensorShape shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= shape.dim(i);
    }
    return product;
  }
}
