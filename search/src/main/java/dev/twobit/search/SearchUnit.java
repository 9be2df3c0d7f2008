package dev.twobit.search;

import java.util.List;

/**
 * A width that is searched, and the convolutions that have it.
 *
 * @param name of the first of its convolutions
 * @param nominal its width in the original network
 * @param candidates widths to choose from, ascending
 * @param members all convolutions whose output has this width, in network order, {@code name}
 *     first: itself, shortcut convolutions of its block, depthwise ones behind it, and under {@link
 *     Coupling#TIED} all that an Add joins. They share the unit's sample.
 */
public record SearchUnit(String name, int nominal, List<Integer> candidates, List<String> members) {
  public SearchUnit {
    candidates = List.copyOf(candidates);
    members = List.copyOf(members);
    if (!members.get(0).equals(name)) {
      throw new IllegalArgumentException(name + " is not the first of " + members);
    }
  }

  public int widest() {
    return candidates.get(candidates.size() - 1);
  }

  SearchUnit withCandidates(List<Integer> grown) {
    return new SearchUnit(name, nominal, grown, members);
  }
}
