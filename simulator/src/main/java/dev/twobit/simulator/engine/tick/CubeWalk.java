package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.array.InputCube;

/** Counters that walk over the beats of an input as they are fetched. */
final class CubeWalk {
  private final InputCube cube;
  private int pass;
  private int surface;
  private int line;
  private long column;

  CubeWalk(InputCube cube) {
    this.cube = cube;
  }

  boolean isLineEnd() {
    return column == cube.lineBeats() - 1;
  }

  int surface() {
    return surface;
  }

  /** Turns to the next beat. */
  void next() {
    if (!isLineEnd()) {
      column++;
      return;
    }
    column = 0;
    if (++line < cube.linesOf(pass)) {
      return;
    }
    line = 0;
    if (++surface < cube.surfaces()) {
      return;
    }
    surface = 0;
    pass++;
  }
}
