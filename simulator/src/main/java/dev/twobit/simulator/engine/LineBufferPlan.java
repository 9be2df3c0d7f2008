package dev.twobit.simulator.engine;

import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;
import java.util.function.LongConsumer;

/**
 * Which beats of an input the line buffer pays for with a refused clock if they come without a gap:
 * the last of a line, and every second one of the surfaces whose number has bit 1 set. The clock is
 * refused behind the beat that follows, so that a beat without a gap behind it is taken a clock
 * later.
 */
final class LineBufferPlan {
  private final long width;
  private final int surfaces;
  private final int grain;
  private final long beats;
  private final long grainBeats;
  private final long grainLost;
  private final int fullGrains;

  LineBufferPlan(InputCube cube) {
    this.width = cube.lineBeats();
    this.surfaces = cube.surfaces();
    this.grain = cube.grain();
    this.beats = cube.beats();
    this.grainBeats = width * grain * surfaces;
    this.fullGrains = cube.lines() / grain;
    this.grainLost = inSurfaces(grain, surfaces);
  }

  /** Clocks from taking beat {@code from} to taking beat {@code to}, neither waiting. */
  long between(long from, long to) {
    return to - from + lost(to - 1) - lost(from - 1);
  }

  /** Refused clocks that the first {@code n} beats cause. */
  private long lost(long n) {
    if (n <= 0) {
      return 0;
    }
    if (width == 1) {
      // Each ends a line, but the one behind a beat that is paid for is not.
      return (n + 1) / 2;
    }
    long whole = Math.min(fullGrains, n / grainBeats);
    long rest = n - whole * grainBeats;
    int lines = whole < fullGrains ? grain : linesOfLast();
    return whole * grainLost + (lines == 0 ? 0 : inGrain(rest, lines));
  }

  private int linesOfLast() {
    return (int) ((beats - fullGrains * grainBeats) / (width * surfaces));
  }

  private long inGrain(long n, int lines) {
    long surface = width * lines;
    long whole = n / surface;
    long rest = n % surface;
    long lost = inSurfaces(lines, whole);
    if (!FetchUnit.isSlow((int) whole)) {
      return lost + rest / width;
    }
    long before = (whole & 1) * surface;
    return lost + (before + rest) / 2 - before / 2;
  }

  /** Of so many whole surfaces of a grain of so many lines: four are alike the next four. */
  private long inSurfaces(int lines, long count) {
    long slow = width * lines;
    return count / 4 * (2L * lines + slow)
        + Math.min(2, count % 4) * lines
        + (count % 4 == 3 ? slow / 2 : 0);
  }

  /**
   * The last beat up to {@code n} that skids if it comes two clocks after the one before, or -1.
   */
  long lastToSkid(long n) {
    long slow = lastSlow(n);
    return slow < 1 || width == 1 || lastSlow(slow - 1) == slow - 1 ? slow : lastSlow(slow - 1);
  }

  /** The last beat up to {@code n} whose surface has bit 1 of its number set, -1 if none. */
  private long lastSlow(long n) {
    long pass = Math.min(fullGrains, n / grainBeats);
    int lines = pass < fullGrains ? grain : linesOfLast();
    long begin = pass * grainBeats;
    long surface = (n - begin) / (width * lines);
    if (FetchUnit.isSlow((int) surface)) {
      return n;
    }
    if (surface >= 4) {
      return begin + (surface & ~3) * width * lines - 1;
    }
    // The last of the grain before, in which all surfaces are.
    int slow = surfaces % 4 == 3 ? surfaces : surfaces & ~3;
    return pass == 0 || slow == 0 ? -1 : begin - (surfaces - slow) * width * grain - 1;
  }

  /**
   * Beats in {@code (after, last]} of which one has waited longest for the memory, where beats come
   * a little slower than the line buffer takes them and faster than it takes those of slow
   * surfaces: the one behind the first or the last that is paid for, of a surface of the first or
   * the last four of a grain of the first or the last two. What lies between is linear in their
   * number.
   */
  void forTurns(long after, long last, LongConsumer turn) {
    if (width == 1) {
      turn.accept(Math.min(last, after + 1));
      turn.accept(last);
      turn.accept(Math.max(after, last - 1));
      return;
    }
    long first = after / grainBeats;
    long end = last / grainBeats;
    for (long pass = first; pass <= end; pass++) {
      if (pass == first + 2 && pass < end - 1) {
        pass = end - 1;
      }
      int lines = pass < fullGrains ? grain : linesOfLast();
      long begin = pass * grainBeats;
      int from = pass == first ? (int) ((after - begin) / (width * lines)) : 0;
      for (int s = from; s < surfaces; s++) {
        if (s == from + 8 && s < surfaces - 4) {
          s = surfaces - 4;
        }
        turnsOf(begin + s * width * lines, s, lines, after, last, turn);
      }
    }
  }

  private void turnsOf(
      long begin, int surface, int lines, long after, long last, LongConsumer turn) {
    boolean slow = FetchUnit.isSlow(surface);
    long step = slow ? 2 : width;
    // In a slow surface, the second and every second of the run that it begins or goes on with.
    long offset = slow ? (width * lines * (surface & 1) % 2 == 0 ? 2 : 1) : width;
    long least = begin + offset;
    long most = Math.min(last, begin + width * lines);
    long low = least > after ? least : least + (after - least + step) / step * step;
    if (low > most) {
      return;
    }
    turn.accept(low);
    turn.accept(low + (most - low) / step * step);
  }
}
