package dev.twobit.search.space;

import java.util.List;

/**
 * A width that is searched, and the convolutions that have it.
 *
 * @param name of the first of its convolutions
 * @param nominal its width in the original network
 * @param candidates widths to choose from, ascending
 * @param members all convolutions whose output has this width, in network order, {@code name}
 *     first: itself, shortcut convolutions of its block, depthwise ones behind it, gates on it (a
 *     fully connected layer among them), and under {@link Coupling#TIED} all that an Add joins.
 *     They share the unit's sample.
 * @param multiple what every candidate is a multiple of: 1, or the groups of a grouped convolution
 *     or shuffle
 */
public record SearchUnit(
    String name, int nominal, List<Integer> candidates, List<String> members, int multiple) {
  public SearchUnit {
    candidates = List.copyOf(candidates);
    members = List.copyOf(members);
    if (!members.get(0).equals(name)) {
      throw new IllegalArgumentException(name + " is not the first of " + members);
    }
  }

  public SearchUnit(String name, int nominal, List<Integer> candidates, List<String> members) {
    this(name, nominal, candidates, members, 1);
  }

  public int widest() {
    return candidates.get(candidates.size() - 1);
  }

  SearchUnit withCandidates(List<Integer> grown) {
    return new SearchUnit(name, nominal, grown, members, multiple);
  }
}
