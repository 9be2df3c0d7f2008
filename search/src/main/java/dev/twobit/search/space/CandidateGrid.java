package dev.twobit.search.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.twobit.network.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Candidate widths of a convolution of nominal width C: floor(C k / parts) for k = first..last, and
 * how they grow (search/docs/methods.md#search-space and search/docs/methods.md#expansion).
 *
 * @param name as in settings
 * @param parts denominator
 * @param first smallest numerator; {@code last} largest one a search starts with
 * @param expands whether the search may add k = last + 1, ... up to {@link #MOST_CANDIDATES}
 */
public record CandidateGrid(
    @JsonValue String name, int parts, int first, int last, boolean expands) {
  /** floor(C k / 10) for k = 3..10, growing by a tenth of C to 1.8 C. */
  public static final CandidateGrid TAS = new CandidateGrid("tas", 10, 3, 10, true);

  /** floor(C k / 8) for k = 1..8, growing by an eighth of C to 2 C. */
  public static final CandidateGrid EIGHTHS = new CandidateGrid("eighths", 8, 1, 8, true);

  /** Eight ratios 0.3 to 1.0 of 2 C. */
  public static final CandidateGrid TAS_DOUBLE_8 = new CandidateGrid("tas-2x-8", 5, 3, 10, false);

  /** Sixteen ratios 0.25 to 1.0 of 2 C, in steps of 0.05. */
  public static final CandidateGrid TAS_DOUBLE_16 =
      new CandidateGrid("tas-2x-16", 10, 5, 20, false);

  /** Sixteen equal steps of 2 C. */
  public static final CandidateGrid EIGHTHS_DOUBLE_16 =
      new CandidateGrid("eighths-2x-16", 8, 1, 16, false);

  /**
   * Widths before which the simulated cost jumps (search/docs/methods.md#plateaus); eighths of the
   * width where nothing is simulated.
   */
  public static final CandidateGrid PLATEAU = new CandidateGrid("plateau", 8, 1, 8, true);

  /** Most candidates a convolution may come to have. */
  public static final int MOST_CANDIDATES = 16;

  private static final List<CandidateGrid> ALL =
      List.of(TAS, EIGHTHS, TAS_DOUBLE_8, TAS_DOUBLE_16, EIGHTHS_DOUBLE_16, PLATEAU);

  /** Throws a one-line error for a name that is none. */
  @JsonCreator
  public static CandidateGrid named(String name) {
    return ALL.stream()
        .filter(g -> g.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "grid: found '"
                        + name
                        + "', expected one of "
                        + ALL.stream().map(CandidateGrid::name).toList()));
  }

  /** The same grid, for a method that does not expand. */
  public CandidateGrid fixed() {
    return new CandidateGrid(name, parts, first, last, false);
  }

  /** The candidates a search starts with: distinct, ascending, at least 1. */
  public List<Integer> initial(int nominal) {
    return initial(nominal, 1);
  }

  /** The same, rounded down to multiples, at least one of them. */
  public List<Integer> initial(int nominal, int multiple) {
    TreeSet<Integer> widths = new TreeSet<>();
    for (int k = first; k <= last; k++) {
      widths.add(width(nominal, k, multiple));
    }
    return List.copyOf(widths);
  }

  /**
   * The candidates after one expansion; the same if there are as many as there may be, or one only:
   * then there is nothing to prefer.
   */
  public List<Integer> expanded(int nominal, List<Integer> candidates) {
    return expanded(nominal, candidates, 1);
  }

  /** The same, rounded down to multiples. */
  public List<Integer> expanded(int nominal, List<Integer> candidates, int multiple) {
    if (!expands || candidates.size() == 1 || candidates.size() >= MOST_CANDIDATES) {
      return candidates;
    }
    int widest = candidates.get(candidates.size() - 1);
    for (int k = last + 1; k < first + MOST_CANDIDATES; k++) {
      int next = width(nominal, k, multiple);
      if (next > widest) {
        List<Integer> grown = new ArrayList<>(candidates);
        grown.add(next);
        return grown;
      }
    }
    return candidates;
  }

  private int width(int nominal, int k, int multiple) {
    return Math.max(multiple, nominal * k / parts / multiple * multiple);
  }
}
