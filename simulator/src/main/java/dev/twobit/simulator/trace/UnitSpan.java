package dev.twobit.simulator.trace;

/**
 * What a unit was occupied with from clock {@code beginCycle} to before {@code endCycle}, counted
 * from the layer's begin; idle clocks may lie between.
 *
 * @param firstOperation operations {@code [firstOperation, lastOperation]}, from 0
 * @param firstGroup kernel groups (tiles of weights on a systolic array) {@code [firstGroup,
 *     lastGroup]}, from 0; of several operations those of the first and of the last
 * @param tail the unit only empties its pipeline
 * @param joined spans of single kernel groups that this one stands for
 */
public record UnitSpan(
    TracedUnit unit,
    int firstOperation,
    int lastOperation,
    int firstGroup,
    int lastGroup,
    boolean tail,
    long beginCycle,
    long endCycle,
    int joined,
    SpanCounts counts) {

  /** The span of one operation. */
  public static UnitSpan of(
      TracedUnit unit,
      int operation,
      int firstGroup,
      int lastGroup,
      long beginCycle,
      long endCycle,
      SpanCounts counts) {
    return new UnitSpan(
        unit, operation, operation, firstGroup, lastGroup, false, beginCycle, endCycle, 1, counts);
  }

  /** A pipeline that empties. */
  public static UnitSpan tail(
      TracedUnit unit, int operation, int group, long beginCycle, long endCycle) {
    return new UnitSpan(
        unit, operation, operation, group, group, true, beginCycle, endCycle, 1, SpanCounts.ZERO);
  }

  public long cycles() {
    return endCycle - beginCycle;
  }

  /** Whether {@code next} goes on with the same kernel group. */
  boolean continuedBy(UnitSpan next) {
    return lastOperation == next.firstOperation
        && firstGroup == next.firstGroup
        && lastGroup == next.lastGroup
        && tail == next.tail
        && counts.readsAs(next.counts);
  }

  /** This one and the next of the same unit, seen as one that stands for so many. */
  UnitSpan with(UnitSpan next, int nowJoined) {
    return new UnitSpan(
        unit,
        firstOperation,
        next.lastOperation,
        firstGroup,
        next.lastGroup,
        tail && next.tail,
        beginCycle,
        next.endCycle,
        nowJoined,
        counts.plus(next.counts));
  }
}
