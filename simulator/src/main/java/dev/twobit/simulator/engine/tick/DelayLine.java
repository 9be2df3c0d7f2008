package dev.twobit.simulator.engine.tick;

/**
 * A pipeline of registers: what is pushed, 0 or more, comes out so many clocks later; 0 if nothing
 * was.
 */
final class DelayLine {
  private final int[] stages;
  private int head;
  private long entered;
  private long left;

  DelayLine(int depth) {
    this.stages = new int[depth + 1];
  }

  /** Enters the pipeline in this clock; several values of one clock add up. */
  void push(int value) {
    int tail = head == 0 ? stages.length - 1 : head - 1;
    stages[tail] += value;
    entered += value;
  }

  /** Sum of what entered. */
  long entered() {
    return entered;
  }

  /** What leaves in this clock, and the end of the clock for this pipeline. */
  int advance() {
    if (entered == left) {
      return 0;
    }
    int value = stages[head];
    stages[head] = 0;
    left += value;
    head = head + 1 == stages.length ? 0 : head + 1;
    return value;
  }
}
