package dev.twobit.trace;

import dev.twobit.simulator.trace.SpanCounts;
import dev.twobit.simulator.trace.UnitSpan;
import java.util.ArrayList;
import java.util.List;

/** What a span is called. */
final class SpanText {
  private SpanText() {}

  /**
   * @param group what kernel groups are called on this array
   */
  static String of(UnitSpan span, String group) {
    if (span.tail()) {
      return "empties";
    }
    return what(span) + groups(span, group);
  }

  private static String what(UnitSpan span) {
    SpanCounts c = span.counts();
    return switch (span.unit()) {
      case DRAM_READ -> kinds(c);
      case MAC_ARRAY -> "MACs";
      case POST_PROCESSOR -> "results";
      case DRAM_WRITE -> "output";
    };
  }

  private static String kinds(SpanCounts c) {
    List<String> kinds = new ArrayList<>();
    if (c.inputBytes() > 0) {
      kinds.add("input");
    }
    if (c.weightBytes() > 0) {
      kinds.add("weights");
    }
    if (c.operandBytes() > 0) {
      kinds.add("operands");
    }
    return String.join(" + ", kinds);
  }

  private static String groups(UnitSpan span, String group) {
    if (!span.operations().isOne()) {
      return ", operations " + span.operations().first() + " to " + span.operations().last();
    }
    SpanCounts c = span.counts();
    if (group.isEmpty() || c.inputBytes() > 0 && c.weightBytes() == 0) {
      return "";
    }
    return span.groups().isOne()
        ? " of " + group + " " + span.groups().first()
        : " of " + group + "s " + span.groups().first() + " to " + span.groups().last();
  }
}
