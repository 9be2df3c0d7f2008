package dev.twobit.simulator.trace;

/**
 * What a unit was occupied with from clock {@code beginCycle} to before {@code endCycle}, counted
 * from the layer's begin; idle clocks may lie between.
 *
 * @param operations from 0
 * @param groups kernel groups (tiles of weights on a systolic array), from 0; where there are
 *     several operations, from the first one's first to the last one's last
 * @param tail the unit only empties its pipeline
 * @param joined spans of single kernel groups that this one stands for
 */
public record UnitSpan(
    TracedUnit unit,
    Numbers operations,
    Numbers groups,
    boolean tail,
    long beginCycle,
    long endCycle,
    int joined,
    SpanCounts counts) {

  /** Consecutive numbers, both ends included. */
  public record Numbers(int first, int last) {
    static Numbers one(int number) {
      return new Numbers(number, number);
    }

    public boolean isOne() {
      return first == last;
    }
  }

  /** A unit's work for one operation. */
  public static UnitSpan of(
      TracedUnit unit,
      int operation,
      int firstGroup,
      int lastGroup,
      long beginCycle,
      long endCycle,
      SpanCounts counts) {
    return new UnitSpan(
        unit,
        Numbers.one(operation),
        new Numbers(firstGroup, lastGroup),
        false,
        beginCycle,
        endCycle,
        1,
        counts);
  }

  /** A pipeline that empties. */
  public static UnitSpan tail(
      TracedUnit unit, int operation, int group, long beginCycle, long endCycle) {
    return new UnitSpan(
        unit,
        Numbers.one(operation),
        Numbers.one(group),
        true,
        beginCycle,
        endCycle,
        1,
        SpanCounts.ZERO);
  }

  public long cycles() {
    return endCycle - beginCycle;
  }

  /** Whether {@code next} goes on with the same kernel group. */
  boolean continuedBy(UnitSpan next) {
    return operations.last == next.operations.first
        && groups.equals(next.groups)
        && tail == next.tail
        && counts.readsAs(next.counts);
  }

  /** This one and the next of the same unit, seen as one that stands for so many. */
  UnitSpan with(UnitSpan next, int nowJoined) {
    return new UnitSpan(
        unit,
        new Numbers(operations.first, next.operations.last),
        new Numbers(groups.first, next.groups.last),
        tail && next.tail,
        beginCycle,
        next.endCycle,
        nowJoined,
        counts.plus(next.counts));
  }
}
