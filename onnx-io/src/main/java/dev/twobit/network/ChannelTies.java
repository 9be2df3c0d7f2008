package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Aligned;
import dev.twobit.network.ChannelPiece.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes widths equal, multiples of something, or fixed. */
final class ChannelTies {
  private final ChannelSpaces spaces = new ChannelSpaces();
  private final Set<String> toBeTied;

  /**
   * @param toBeTied receives the names of Adds that cannot be aligned
   */
  ChannelTies(Set<String> toBeTied) {
    this.toBeTied = toBeTied;
  }

  ChannelSpaces spaces() {
    return spaces;
  }

  Part fresh(int width) {
    return new Part(spaces.fresh(width), 1, width);
  }

  void fix(List<ChannelPiece> pieces, String node, String reason) {
    for (ChannelPiece piece : pieces) {
      if (piece instanceof Part p) {
        spaces.fix(p.space(), node, reason);
      } else if (piece instanceof Aligned a) {
        a.operands().forEach(o -> fix(o, node, reason));
      }
    }
  }

  /** These channels are worked on one by one, so that all must be written by all operands. */
  void requireTied(List<ChannelPiece> pieces) {
    for (ChannelPiece piece : pieces) {
      if (piece instanceof Aligned a) {
        toBeTied.add(a.add());
        a.operands().forEach(this::requireTied);
      }
    }
  }

  /** Makes two runs of channels equally wide, block by block. */
  void tie(List<ChannelPiece> a, List<ChannelPiece> b, String node) {
    if (a.equals(b)) {
      return;
    }
    requireTied(a);
    requireTied(b);
    boolean finer = a.size() != b.size();
    List<ChannelPiece> left = finer ? ChannelPiece.expanded(a) : a;
    List<ChannelPiece> right = finer ? ChannelPiece.expanded(b) : b;
    boolean alike = left.size() == right.size();
    for (int i = 0; alike && i < left.size(); i++) {
      alike = left.get(i).nominal() == right.get(i).nominal();
    }
    if (!alike) {
      fix(a, node, "joins channels that are cut into different blocks");
      fix(b, node, "joins channels that are cut into different blocks");
      return;
    }
    for (int i = 0; i < left.size(); i++) {
      tie(left.get(i), right.get(i), node);
    }
  }

  private void tie(ChannelPiece a, ChannelPiece b, String node) {
    if (a instanceof Part x && b instanceof Part y && x.factor() == y.factor()) {
      spaces.join(x.space(), y.space());
    } else {
      fix(List.of(a), node, "joins it with channels that cannot change");
      fix(List.of(b), node, "joins it with channels that cannot change");
    }
  }

  /**
   * Makes the number of channels divisible.
   *
   * @return whether it can be; else they are fixed
   */
  boolean multiplesOf(int groups, List<ChannelPiece> pieces, String node) {
    requireTied(pieces);
    for (ChannelPiece piece : pieces) {
      if (piece.nominal() % groups != 0) {
        fix(pieces, node, "cuts them into " + groups + " groups, and not between blocks");
        return false;
      }
    }
    for (ChannelPiece piece : pieces) {
      if (piece instanceof Part p) {
        spaces.requireMultiple(
            p.space(), groups / ChannelSpaces.greatestCommonDivisor(groups, p.factor()));
      }
    }
    return true;
  }

  /**
   * Channels of {@code groups} equal runs, taken in turns: where the runs are blocks, these become
   * equally wide; a single block stays one, of a multiple of the groups. Empty if neither.
   */
  Optional<List<ChannelPiece>> shuffle(List<ChannelPiece> pieces, int groups) {
    requireTied(pieces);
    Optional<List<List<ChannelPiece>>> runs = ChannelMoves.groups(pieces, groups);
    if (runs.isPresent()) {
      List<ChannelPiece> first = runs.get().get(0);
      runs.get().forEach(r -> tie(first, r, "shuffle"));
      return Optional.of(ChannelPiece.times(first, groups));
    }
    if (pieces.size() == 1 && pieces.get(0) instanceof Part p) {
      spaces.requireMultiple(
          p.space(), groups / ChannelSpaces.greatestCommonDivisor(groups, p.factor()));
      return Optional.of(new ArrayList<>(pieces));
    }
    return Optional.empty();
  }
}
