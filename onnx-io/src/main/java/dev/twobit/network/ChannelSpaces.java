package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Widths that layers choose, joined where they have to be equal (union-find), each with what it has
 * to be a multiple of and, where it cannot change, the first reason why.
 */
final class ChannelSpaces {
  /** Why a width cannot change. */
  record Fixation(String node, String reason) {}

  private final List<Integer> parents = new ArrayList<>();
  private final List<Integer> nominals = new ArrayList<>();
  private final List<Integer> multiples = new ArrayList<>();
  private final List<Optional<Fixation>> fixations = new ArrayList<>();

  int fresh(int nominal) {
    parents.add(parents.size());
    nominals.add(nominal);
    multiples.add(1);
    fixations.add(Optional.empty());
    return parents.size() - 1;
  }

  int root(int space) {
    int r = space;
    while (parents.get(r) != r) {
      r = parents.get(r);
    }
    parents.set(space, r);
    return r;
  }

  int nominal(int space) {
    return nominals.get(root(space));
  }

  int multiple(int space) {
    return multiples.get(root(space));
  }

  Optional<Fixation> fixation(int space) {
    return fixations.get(root(space));
  }

  void join(int a, int b) {
    int first = Math.min(root(a), root(b));
    int second = Math.max(root(a), root(b));
    if (first == second) {
      return;
    }
    parents.set(second, first);
    multiples.set(first, leastCommonMultiple(multiples.get(first), multiples.get(second)));
    if (fixations.get(first).isEmpty()) {
      fixations.set(first, fixations.get(second));
    }
  }

  void fix(int space, String node, String reason) {
    int root = root(space);
    if (fixations.get(root).isEmpty()) {
      fixations.set(root, Optional.of(new Fixation(node, reason)));
    }
  }

  void requireMultiple(int space, int of) {
    int root = root(space);
    multiples.set(root, leastCommonMultiple(multiples.get(root), of));
  }

  static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  private static int leastCommonMultiple(int a, int b) {
    return Math.multiplyExact(a / greatestCommonDivisor(a, b), b);
  }
}
