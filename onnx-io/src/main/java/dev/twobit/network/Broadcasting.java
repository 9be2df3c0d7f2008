package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Channels of the operands of an element-wise operator, as they meet in its result.
 *
 * @param operands one an operand; empty if it has one value for all channels of the result
 */
record Broadcasting(List<Optional<TensorChannels>> operands) {
  Broadcasting {
    operands = List.copyOf(operands);
  }

  /** Empty if the operands have their channels at different places. */
  static Optional<Broadcasting> of(
      List<TensorChannels> channels, List<TensorShape> shapes, TensorShape out) {
    Optional<TensorChannels> reference = Optional.empty();
    for (int i = 0; i < channels.size(); i++) {
      TensorChannels moved = moved(channels.get(i), shapes.get(i), out);
      if (reaches(moved, shapes.get(i), out)
          && (reference.isEmpty() || reference.get().isFixed() && !moved.isFixed())) {
        reference = Optional.of(moved);
      }
    }
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    List<Optional<TensorChannels>> operands = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      TensorChannels moved = moved(channels.get(i), shapes.get(i), out);
      if (!reaches(reference.get(), shapes.get(i), out)) {
        operands.add(Optional.empty());
      } else if (moved.isFixed() && !moved.isAt(reference.get())) {
        operands.add(Optional.of(reference.get().with(List.of(whole(reference.get())))));
      } else if (moved.isAt(reference.get())) {
        operands.add(Optional.of(moved));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Broadcasting(operands));
  }

  private static ChannelPiece whole(TensorChannels channels) {
    return new ChannelPiece.Constant(ChannelPiece.total(channels.pieces()));
  }

  private static TensorChannels moved(TensorChannels c, TensorShape shape, TensorShape out) {
    int axis = c.axis() + out.rank() - shape.rank();
    return new TensorChannels(axis, c.pieces(), c.groups(), c.swapped());
  }

  /** The operand has all the result's extent where {@code at} has its channels. */
  private static boolean reaches(TensorChannels at, TensorShape shape, TensorShape out) {
    int last = at.axis() + (at.isSplit() ? 1 : 0);
    for (int axis = at.axis(); axis <= last; axis++) {
      int own = axis - (out.rank() - shape.rank());
      if (axis >= out.rank() || own < 0 || shape.dim(own) != out.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  /** Channels of the operands that have channels. */
  List<TensorChannels> whole() {
    return operands.stream().flatMap(Optional::stream).toList();
  }
}
