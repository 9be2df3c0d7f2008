package dev.twobit.simulator.engine;

import java.util.Arrays;

/** Numbers that decide how a machine goes on, seen from a clock: equal ones go on alike. */
final class StateVector {
  private static final long[] NONE = {};

  private long[] numbers = NONE;
  private int length;

  void add(long number) {
    if (length == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(16, 2 * length));
    }
    numbers[length++] = number;
  }

  /** Empty, to be filled again. */
  void clear() {
    length = 0;
  }

  boolean isSameAs(StateVector other) {
    return Arrays.equals(numbers, 0, length, other.numbers, 0, other.length);
  }
}
