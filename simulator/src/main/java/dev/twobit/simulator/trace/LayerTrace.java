package dev.twobit.simulator.trace;

import java.util.List;

/**
 * One run of one layer, unit by unit.
 *
 * @param operations in order
 * @param spans unit after unit, each in order of time and without overlap
 * @param levels in order of time; empty if the layer uses no operand buffer
 */
public record LayerTrace(
    List<OperationSpan> operations, List<UnitSpan> spans, List<BufferLevel> levels) {
  /** The empty trace of a layer that is not looked into. */
  public static final LayerTrace NONE = new LayerTrace(List.of(), List.of(), List.of());

  public LayerTrace {
    operations = List.copyOf(operations);
    spans = List.copyOf(spans);
    levels = List.copyOf(levels);
  }

  public long cycles() {
    return operations.isEmpty() ? 0 : operations.get(operations.size() - 1).endCycle();
  }

  /** Spans of one unit. */
  public List<UnitSpan> spans(TracedUnit unit) {
    return spans.stream().filter(s -> s.unit() == unit).toList();
  }
}
