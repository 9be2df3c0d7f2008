package dev.twobit.simulator.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what comes into and leaves the operand buffer, told in any order of time. */
public final class LevelTrack {
  private record Change(long inputBytes, long weightBytes) {
    Change plus(Change other) {
      return new Change(inputBytes + other.inputBytes, weightBytes + other.weightBytes);
    }
  }

  private final TreeMap<Long, Change> changes = new TreeMap<>();

  public void change(long cycle, long inputBytes, long weightBytes) {
    changes.merge(cycle, new Change(inputBytes, weightBytes), Change::plus);
  }

  /**
   * Levels in order of time. Where there are more than {@code most}, as many neighbours as needed
   * are seen as one, which has the largest of each.
   */
  public List<BufferLevel> levels(int most) {
    int together = (changes.size() + most - 1) / most;
    List<BufferLevel> levels = new ArrayList<>();
    Change sum = new Change(0, 0);
    int seen = 0;
    for (Map.Entry<Long, Change> change : changes.entrySet()) {
      sum = sum.plus(change.getValue());
      boolean last = seen == changes.size() - 1;
      if (seen % together == 0 || last) {
        levels.add(new BufferLevel(change.getKey(), sum.inputBytes(), sum.weightBytes()));
      } else {
        int at = levels.size() - 1;
        BufferLevel level = levels.get(at);
        levels.set(
            at,
            new BufferLevel(
                level.cycle(),
                Math.max(level.inputBytes(), sum.inputBytes()),
                Math.max(level.weightBytes(), sum.weightBytes())));
      }
      seen++;
    }
    return levels;
  }
}
