package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run of neighbouring channels whose number is one expression. */
sealed interface ChannelPiece {
  /** Channels in the network as it stands. */
  int nominal();

  /** So many channels for each of these. */
  ChannelPiece times(int factor);

  /** Channels {@code from} to {@code to} of these, if their number is an expression too. */
  Optional<ChannelPiece> part(int from, int to);

  /** Never changes: the image, padding. */
  record Constant(int nominal) implements ChannelPiece {
    @Override
    public ChannelPiece times(int factor) {
      return new Constant(Math.multiplyExact(nominal, factor));
    }

    @Override
    public Optional<ChannelPiece> part(int from, int to) {
      return Optional.of(new Constant(to - from));
    }
  }

  /**
   * {@code factor} channels for each of a space.
   *
   * @param space in {@link ChannelSpaces}
   * @param each nominal width of the space
   */
  record Part(int space, int factor, int each) implements ChannelPiece {
    @Override
    public int nominal() {
      return Math.multiplyExact(factor, each);
    }

    @Override
    public ChannelPiece times(int more) {
      return new Part(space, Math.multiplyExact(factor, more), each);
    }

    @Override
    public Optional<ChannelPiece> part(int from, int to) {
      return from % each == 0 && to % each == 0
          ? Optional.of(new Part(space, (to - from) / each, each))
          : Optional.empty();
    }
  }

  /**
   * {@code factor} channels for each channel of an Add whose operands need not be equally wide.
   *
   * @param add layer name
   */
  record Aligned(String add, List<List<ChannelPiece>> operands, int factor)
      implements ChannelPiece {
    public Aligned {
      operands = List.copyOf(operands);
    }

    @Override
    public int nominal() {
      return Math.multiplyExact(factor, total(operands.get(0)));
    }

    @Override
    public ChannelPiece times(int more) {
      return new Aligned(add, operands, Math.multiplyExact(factor, more));
    }

    @Override
    public Optional<ChannelPiece> part(int from, int to) {
      int each = nominal() / factor;
      return from % each == 0 && to % each == 0
          ? Optional.of(new Aligned(add, operands, (to - from) / each))
          : Optional.empty();
    }
  }

  /**
   * Channels of which there are {@code now} in an adapted network.
   *
   * @param nominal in the original network
   */
  record Resized(int nominal, int now) implements ChannelPiece {
    @Override
    public ChannelPiece times(int factor) {
      return new Resized(Math.multiplyExact(nominal, factor), Math.multiplyExact(now, factor));
    }

    @Override
    public Optional<ChannelPiece> part(int from, int to) {
      long start = (long) now * from;
      long end = (long) now * to;
      return start % nominal == 0 && end % nominal == 0
          ? Optional.of(new Resized(to - from, (int) ((end - start) / nominal)))
          : Optional.empty();
    }
  }

  static int total(List<ChannelPiece> pieces) {
    return pieces.stream().mapToInt(ChannelPiece::nominal).sum();
  }

  /** Channels in an adapted network. */
  static int now(List<ChannelPiece> pieces) {
    return pieces.stream().mapToInt(p -> p instanceof Resized r ? r.now : p.nominal()).sum();
  }

  static List<ChannelPiece> times(List<ChannelPiece> pieces, int factor) {
    return factor == 1 ? pieces : pieces.stream().map(p -> p.times(factor)).toList();
  }

  /** Every part once for each of its factor, so that differently grouped runs compare. */
  static List<ChannelPiece> expanded(List<ChannelPiece> pieces) {
    List<ChannelPiece> all = new ArrayList<>();
    for (ChannelPiece piece : pieces) {
      if (piece instanceof Part p) {
        for (int i = 0; i < p.factor; i++) {
          all.add(new Part(p.space, 1, p.each));
        }
      } else {
        all.add(piece);
      }
    }
    return all;
  }
}
