package dev.twobit.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Events of Google's Trace Event Format: complete ones ("X"), counters ("C") and metadata ("M").
 * Times are microseconds with picoseconds kept, so that what touches does not overlap.
 */
final class TraceEvents {
  /** The only process. */
  private static final int PROCESS = 1;

  private final JsonGenerator json;
  private final double picosecondsPerCycle;

  TraceEvents(JsonGenerator json, double clockMegahertz) {
    this.json = json;
    this.picosecondsPerCycle = 1e6 / clockMegahertz;
  }

  void processName(String name) throws IOException {
    metadata("process_name", 0, "name", name);
  }

  /** A track, above those of larger numbers. */
  void track(int thread, String name) throws IOException {
    metadata("thread_name", thread, "name", name);
    metadata("thread_sort_index", thread, "sort_index", thread);
  }

  private void metadata(String what, int thread, String key, Object value) throws IOException {
    begin("M", what);
    json.writeNumberField("tid", thread);
    arguments(Map.of(key, value));
    json.writeEndObject();
  }

  /** Clocks {@code [beginCycle, endCycle)} of a track. */
  void complete(
      int thread, String name, String category, long beginCycle, long endCycle, Map<String, ?> args)
      throws IOException {
    begin("X", name);
    json.writeStringField("cat", category);
    json.writeNumberField("tid", thread);
    json.writeNumberField("ts", microseconds(picoseconds(beginCycle)));
    json.writeNumberField("dur", microseconds(picoseconds(endCycle) - picoseconds(beginCycle)));
    arguments(args);
    json.writeEndObject();
  }

  /** A counter's value from a clock on. */
  void counter(String name, long cycle, String series, Number value) throws IOException {
    begin("C", name);
    json.writeNumberField("ts", microseconds(picoseconds(cycle)));
    arguments(Map.of(series, value));
    json.writeEndObject();
  }

  private void begin(String phase, String name) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeNumberField("pid", PROCESS);
  }

  private void arguments(Map<String, ?> args) throws IOException {
    json.writeObjectFieldStart("args");
    for (Map.Entry<String, ?> arg : args.entrySet()) {
      json.writePOJOField(arg.getKey(), arg.getValue());
    }
    json.writeEndObject();
  }

  private long picoseconds(long cycle) {
    return Math.round(cycle * picosecondsPerCycle);
  }

  private static BigDecimal microseconds(long picoseconds) {
    BigDecimal exact = BigDecimal.valueOf(picoseconds, 6).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
