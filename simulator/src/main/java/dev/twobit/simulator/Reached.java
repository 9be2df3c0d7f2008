package dev.twobit.simulator;

import dev.twobit.simulator.BackToBack.Advanced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All that the steps so far may have left to the next one, each in the fewest clocks in which they
 * can. Two networks that have reached the same go on alike.
 *
 * @param left at least one; the fewest clocks are 0
 */
public record Reached(List<Left> left) {
  /** Before the first step. */
  public static final Reached START = new Reached(List.of(new Left(Carried.NOTHING, 0)));

  /**
   * Of more the fewest clocks are kept. Random chains of twelve steps that do not wait for each
   * other reach 18 at the most.
   */
  private static final int MOST = 256;

  public Reached {
    left = List.copyOf(left);
  }

  /**
   * What may be left.
   *
   * @param clocks more than the fewest in which anything is reached
   */
  public record Left(Carried carried, long clocks) {}

  /** Seen from the fewest of these clocks. */
  static Advanced of(Map<Carried, Long> clocks) {
    long fewest = Collections.min(clocks.values());
    List<Left> left = new ArrayList<>(clocks.size());
    clocks.forEach((carried, c) -> left.add(new Left(carried, c - fewest)));
    if (left.size() > MOST) {
      left.sort(Comparator.comparingLong(Left::clocks));
      left.subList(MOST, left.size()).clear();
    }
    return new Advanced(new Reached(left), fewest);
  }

  Left fastest() {
    return Collections.min(left, Comparator.comparingLong(Left::clocks));
  }
}
