package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;

/**
 * When the beats of a band's input and of the weights fetched with it come, in closed form; what
 * the clocked engine's port, request generator and line buffer do clock by clock
 * (simulator/docs/nvdla-rtl.md#load). Clock 0 is the first beat of weights; latency apart. Times in
 * millionths of a clock are when a beat begins, as {@link MemoryConfig#beatMillionths}.
 */
final class CubeLoad {
  private static final long CLOCK = MemoryConfig.CLOCK;

  /** Beats of a surface in one grain from which on requests are never what a beat waits for. */
  private static final int WIDE = 4;

  private final InputCube cube;
  private final long beat;
  private final long dataBeats;
  private final long weightBeats;
  private final long ahead;
  private final long alternating;

  /**
   * @param weightBeats of the weights that are fetched with the input
   */
  CubeLoad(InputCube cube, long weightBeats, MemoryConfig memory) {
    this.cube = cube;
    this.beat = memory.beatMillionths();
    this.dataBeats = cube.beats();
    this.weightBeats = weightBeats;
    this.ahead = Math.min(FetchUnit.WEIGHTS_AHEAD, weightBeats);
    this.alternating = Math.min(dataBeats, weightBeats - ahead);
  }

  /** When the first beat of input begins. */
  private long dataBegin() {
    return Math.max(FetchUnit.WEIGHTS_AHEAD * CLOCK, ahead * beat);
  }

  private long dataMillionths(long i) {
    return dataBegin() + beat * (i + Math.min(i, alternating));
  }

  /** Clock at which beat {@code i} of the weights begins. */
  long weightClock(long i) {
    long behind = i - ahead;
    return PortTimeline.clock(
        behind < 0 || dataBeats == 0
            ? beat * i
            : dataBegin() + beat * (behind + Math.min(behind + 1, dataBeats)));
  }

  /** When the port is free, in millionths. */
  long endMillionths() {
    return dataBeats == 0
        ? beat * weightBeats
        : dataBegin() + beat * (dataBeats + weightBeats - ahead);
  }

  /** Clock at which the line buffer has read out the last beat of the input, 0 if there is none. */
  long lastRead() {
    return dataBeats == 0
        ? 0
        : PortTimeline.clock(isNarrow() ? stepped() : lastTaken()) + FetchUnit.LINE_BUFFER_CYCLES;
  }

  /** The same or a little less, from less work. */
  long leastLastRead() {
    if (dataBeats == 0) {
      return 0;
    }
    long last = dataMillionths(dataBeats - 1);
    if (!isNarrow()) {
      last =
          Math.max(last, without(Math.min(alternating, dataBeats - 1), new LineBufferPlan(cube)));
    }
    return PortTimeline.clock(last) + FetchUnit.LINE_BUFFER_CYCLES;
  }

  boolean isNarrow() {
    long fewest = Math.min(cube.grain(), cube.linesOf(cube.grains() - 1));
    return cube.lineBeats() * fewest < WIDE;
  }

  /**
   * The line buffer takes the last beat when it has taken all from some beat on without waiting for
   * the port: the latest such beat's time counts.
   */
  long lastTaken() {
    LineBufferPlan plan = new LineBufferPlan(cube);
    long last = dataBeats - 1;
    long alone = Math.min(alternating, last);
    // Up to here beats come every second clock or slower, and the line buffer has kept up.
    long latest = without(alone, plan);
    if (beat == CLOCK) {
      latest = Math.max(latest, skid(0, alone, plan));
    } else if (alone < last && beat >= CLOCK * 3 / 2) {
      latest = Math.max(latest, Math.max(without(last, plan), without(last - 1, plan)));
      latest = beat == 2 * CLOCK ? Math.max(latest, skid(alone, last, plan)) : latest;
    } else if (alone < last) {
      Latest turns = new Latest(Math.max(latest, without(last, plan)));
      plan.forTurns(alone, last, i -> turns.add(without(i, plan)));
      latest = turns.millionths;
    }
    return latest;
  }

  private static final class Latest {
    private long millionths;

    Latest(long millionths) {
      this.millionths = millionths;
    }

    void add(long other) {
      millionths = Math.max(millionths, other);
    }
  }

  /** When the last beat is taken if from beat {@code i} on none waits for the port. */
  private long without(long i, LineBufferPlan plan) {
    return dataMillionths(i) + CLOCK * plan.between(i, dataBeats - 1);
  }

  /** The same of the last beat in {@code (after, last]} that came through the skid registers. */
  private long skid(long after, long last, LineBufferPlan plan) {
    long i = plan.lastToSkid(last);
    return i <= after ? 0 : without(i, plan) + FetchUnit.SKID_CYCLES * CLOCK;
  }

  /** The same beat by beat, for any lines; the way for those so short that requests matter. */
  long stepped() {
    long request = FetchUnit.WEIGHTS_AHEAD;
    long taken = -CLOCK;
    long before = Long.MIN_VALUE / 2;
    boolean paid = false;
    boolean paidBefore = false;
    boolean slowBefore = false;
    long width = cube.lineBeats();
    long i = 0;
    for (int pass = 0; pass < cube.grains(); pass++) {
      long surface = width * cube.linesOf(pass);
      for (int s = 0; s < cube.surfaces(); s++) {
        boolean slow = FetchUnit.isSlow(s);
        for (long j = 0; j < surface; j++) {
          long requested = request + j / FetchUnit.REQUEST_BEATS + (i == 0 ? 0 : 1);
          long there = Math.max(dataMillionths(i), requested * CLOCK);
          boolean skids = slow && (slowBefore || width == 1) && there - before == 2 * CLOCK;
          long late = skids ? FetchUnit.SKID_CYCLES * CLOCK : 0;
          taken = Math.max(there + late, taken + (paidBefore ? 2 : 1) * CLOCK);
          paidBefore = paid;
          paid = !paid && (slow || (j + 1) % width == 0);
          before = there;
          slowBefore = slow;
          i++;
        }
        request += (surface + FetchUnit.REQUEST_BEATS - 1) / FetchUnit.REQUEST_BEATS + 1;
      }
      request++;
    }
    return taken;
  }
}
