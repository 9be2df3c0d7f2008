package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The fetch unit's line buffer, which beats of input pass one by one: taken in one clock, read out
 * in the next. A beat that ends a line, or is of a slow surface, has the line buffer refuse what
 * comes two beats behind it for a clock, unless the beat before it has done so ({@code is_blocking}
 * of the RTL, where beats follow each other). In a slow surface, beats that come exactly every
 * second clock meet the clocks that are refused and go through the skid registers.
 */
final class LineBuffer {
  /** A beat in front of the line buffer, which it may be taken into after a clock. */
  private record Waiting(int bytes, long clock) {}

  private record Arrival(int bytes, long millionths) {}

  private final DelayLine out;
  private final RequestGenerator requests;
  private final CubeWalk entering;
  private final CubeWalk taking;
  private final Deque<Arrival> port = new ArrayDeque<>();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long entered;
  private long last = Long.MIN_VALUE / 2;
  private final boolean column;
  private boolean slowBefore;
  private int held;
  private boolean blocking;
  private boolean refused;
  private long awaited;

  /**
   * @param out takes what is read out of the line buffer
   */
  LineBuffer(InputCube cube, DelayLine out) {
    this.out = out;
    this.requests = new RequestGenerator(cube);
    this.entering = new CubeWalk(cube);
    this.taking = new CubeWalk(cube);
    this.column = cube.lineBeats() == 1;
    this.awaited = cube.beats();
  }

  /** A beat is at the port from a millionth of a clock on that is in this clock. */
  void arrive(int bytes, long millionths) {
    port.addLast(new Arrival(bytes, millionths));
  }

  /** One clock, after the port's. */
  void clock(long now) {
    if (awaited == 0) {
      return;
    }
    if (held > 0) {
      out.push(held);
      held = 0;
      awaited--;
    }
    boolean takes = !refused && !queue.isEmpty() && queue.getFirst().clock() < now;
    refused = false;
    if (takes) {
      held = queue.removeFirst().bytes();
      refused = blocking;
      blocking = !blocking && (taking.isLineEnd() || FetchUnit.isSlow(taking.surface()));
      taking.next();
    }
    if (now >= FetchUnit.WEIGHTS_AHEAD) {
      requests.clock();
    }
    while (!port.isEmpty() && requests.hasPassed(entered)) {
      enter(port.removeFirst(), now);
    }
  }

  private void enter(Arrival beat, long now) {
    long there = requests.passesNow(entered) ? now * MemoryConfig.CLOCK : beat.millionths();
    boolean slow = FetchUnit.isSlow(entering.surface());
    boolean skids = slow && (slowBefore || column) && there - last == 2L * MemoryConfig.CLOCK;
    slowBefore = slow;
    queue.addLast(new Waiting(beat.bytes(), skids ? now + FetchUnit.SKID_CYCLES : now));
    last = there;
    entering.next();
    entered++;
  }
}
