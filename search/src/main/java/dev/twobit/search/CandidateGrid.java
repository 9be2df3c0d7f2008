package dev.twobit.search;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Candidate widths of a convolution of nominal width C, and how they grow (SPEC 1.1, 2.3). */
public enum CandidateGrid {
  /** floor(C k / 10) for k = 3..10, growing by a tenth of C to 1.8 C. */
  TAS(10, 3),
  /** floor(C k / 8) for k = 1..8, growing by an eighth of C to 2 C. */
  EIGHTHS(8, 1);

  /** Most candidates a convolution may come to have. */
  public static final int MOST_CANDIDATES = 16;

  private static final int INITIAL = 8;

  private final int parts;
  private final int first;

  CandidateGrid(int parts, int first) {
    this.parts = parts;
    this.first = first;
  }

  /** The candidates a search starts with: distinct, ascending, at least 1. */
  public List<Integer> initial(int nominal) {
    TreeSet<Integer> widths = new TreeSet<>();
    for (int i = 0; i < INITIAL; i++) {
      widths.add(Math.max(1, nominal * (first + i) / parts));
    }
    return List.copyOf(widths);
  }

  /** The candidates after one expansion; the same if there are as many as there may be. */
  public List<Integer> expanded(int nominal, List<Integer> candidates) {
    if (candidates.size() >= MOST_CANDIDATES) {
      return candidates;
    }
    int widest = candidates.get(candidates.size() - 1);
    int step = parts;
    int next = widest;
    while (next <= widest) {
      next = nominal * ++step / parts;
    }
    List<Integer> grown = new ArrayList<>(candidates);
    grown.add(next);
    return grown;
  }
}
