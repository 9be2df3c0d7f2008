package dev.twobit.simulator.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Spans of one unit in order of time, one a kernel group. When there are more than allowed,
 * neighbours are joined, two and two, then four and four: bytes and clocks still add up.
 */
public final class SpanTrack {
  private final int most;

  /** The kernel group that goes on: none or one. */
  private final List<UnitSpan> open = new ArrayList<>();

  private List<UnitSpan> spans = new ArrayList<>();
  private int together = 1;

  /**
   * @param most spans to hold, an even number
   */
  public SpanTrack(int most) {
    if (most < 2 || most % 2 != 0) {
      throw new IllegalArgumentException("most: found " + most + ", expected an even number");
    }
    this.most = most;
  }

  /** Begins no earlier than the one before ends. */
  public void add(UnitSpan span) {
    if (!open.isEmpty() && open.get(0).continuedBy(span)) {
      open.set(0, open.get(0).with(span, 1));
      return;
    }
    close();
    open.add(span);
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    UnitSpan span = open.remove(0);
    int at = spans.size() - 1;
    if (at >= 0 && spans.get(at).joined() < together) {
      UnitSpan last = spans.get(at);
      spans.set(at, last.with(span, last.joined() + 1));
      return;
    }
    if (spans.size() == most) {
      joinPairs();
    }
    spans.add(span);
  }

  private void joinPairs() {
    List<UnitSpan> pairs = new ArrayList<>();
    for (int i = 0; i < spans.size(); i += 2) {
      UnitSpan a = spans.get(i);
      UnitSpan b = spans.get(i + 1);
      pairs.add(a.with(b, a.joined() + b.joined()));
    }
    spans = pairs;
    together *= 2;
  }

  /** All spans; none is added later. */
  public List<UnitSpan> spans() {
    close();
    return List.copyOf(spans);
  }
}
