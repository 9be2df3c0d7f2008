package dev.twobit.search;

import java.util.List;

/**
 * A convolution whose width is searched.
 *
 * @param name of the convolution
 * @param nominal its width in the original network
 * @param candidates widths to choose from, ascending
 * @param shortcuts convolutions on the shortcut of its block, which take the same width
 */
public record SearchUnit(
    String name, int nominal, List<Integer> candidates, List<String> shortcuts) {
  public SearchUnit {
    candidates = List.copyOf(candidates);
    shortcuts = List.copyOf(shortcuts);
  }

  public int widest() {
    return candidates.get(candidates.size() - 1);
  }

  SearchUnit withCandidates(List<Integer> grown) {
    return new SearchUnit(name, nominal, grown, shortcuts);
  }
}
