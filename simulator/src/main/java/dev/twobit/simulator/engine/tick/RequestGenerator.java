package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;

/**
 * Asks for the input: so many beats of a surface a request, a request a clock, one clock at the end
 * of each surface and one at that of each grain. Requests pass a register, all but the first.
 */
final class RequestGenerator {
  private final InputCube cube;
  private final int passes;
  private int pass;
  private int surface;
  private long left;
  private int turning;
  private long made;
  private long passed;
  private long passedBefore;

  RequestGenerator(InputCube cube) {
    this.cube = cube;
    this.passes = cube.surfaces() == 0 ? 0 : cube.grains();
    this.left = cube.surfaces() == 0 ? 0 : surfaceBeats();
  }

  private long surfaceBeats() {
    return cube.lineBeats() * cube.linesOf(pass);
  }

  void clock() {
    passedBefore = passed;
    passed = made;
    if (pass == passes) {
      return;
    }
    if (turning > 0) {
      turning--;
      return;
    }
    boolean first = made == 0;
    long size = Math.min(FetchUnit.REQUEST_BEATS, left);
    made += size;
    left -= size;
    if (first) {
      passed = made;
    }
    if (left == 0) {
      turn();
    }
  }

  private void turn() {
    turning = 1;
    if (++surface == cube.surfaces()) {
      surface = 0;
      pass++;
      turning++;
    }
    left = pass == passes ? 0 : surfaceBeats();
  }

  /** Whether beat {@code i} is asked for. */
  boolean hasPassed(long i) {
    return i < passed;
  }

  /** Whether it is since this clock. */
  boolean passesNow(long i) {
    return i >= passedBefore && i < passed;
  }
}
