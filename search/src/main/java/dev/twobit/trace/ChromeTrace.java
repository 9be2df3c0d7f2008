package dev.twobit.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.twobit.io.AtomicFile;
import dev.twobit.simulator.trace.BufferLevel;
import dev.twobit.simulator.trace.LayerTrace;
import dev.twobit.simulator.trace.NetworkTrace;
import dev.twobit.simulator.trace.OperationSpan;
import dev.twobit.simulator.trace.TracedLayer;
import dev.twobit.simulator.trace.TracedUnit;
import dev.twobit.simulator.trace.UnitSpan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's trace in Google's Trace Event Format, which ui.perfetto.dev opens: one process, a
 * track of layers, one of operations and one a unit; counters of both ports' bandwidth and of what
 * the operand buffer holds. Times are simulated microseconds, arguments clocks and bytes.
 */
public final class ChromeTrace {
  private static final int LAYERS = 1;
  private static final int OPERATIONS = 2;
  private static final int FIRST_UNIT = 3;

  private final NetworkTrace trace;
  private final String group;
  private final TraceEvents events;

  private ChromeTrace(NetworkTrace trace, String group, TraceEvents events) {
    this.trace = trace;
    this.group = group;
    this.events = events;
  }

  /**
   * Writes the file under a temporary name and moves it into place.
   *
   * @param group what the array computes at once: "kernel group", "weight tile"
   */
  public static void write(NetworkTrace trace, String group, Path file) throws IOException {
    AtomicFile.write(file, out -> write(trace, group, out));
  }

  private static void write(NetworkTrace trace, String group, OutputStream out) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeObjectFieldStart("otherData");
    json.writeStringField("network", trace.networkName());
    json.writeStringField("hardware", trace.hardwareName());
    json.writeNumberField("clockMegahertz", trace.clockMegahertz());
    json.writeNumberField("batch", trace.batch());
    json.writeNumberField("latencyCycles", trace.cycles());
    json.writeNumberField("bufferBytes", trace.bufferBytes());
    json.writeNumberField("bandwidthBytesPerCycle", trace.bandwidthBytesPerCycle());
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    new ChromeTrace(trace, group, new TraceEvents(json, trace.clockMegahertz())).write();
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
  }

  private void write() throws IOException {
    events.processName(trace.networkName() + " on " + trace.hardwareName());
    events.track(LAYERS, "layers");
    events.track(OPERATIONS, "operations");
    for (TracedUnit unit : TracedUnit.values()) {
      events.track(thread(unit), unit.label());
    }
    for (TracedLayer layer : trace.layers()) {
      layer(layer);
      LayerTrace run = layer.firstRun();
      for (int i = 0; i < run.operations().size(); i++) {
        operation(layer, i, run.operations().get(i));
      }
      for (UnitSpan span : run.spans()) {
        span(layer, span);
      }
      bandwidth("read bandwidth", layer, run.spans(TracedUnit.DRAM_READ));
      bandwidth("write bandwidth", layer, run.spans(TracedUnit.DRAM_WRITE));
      for (BufferLevel level : run.levels()) {
        long cycle = layer.beginCycle() + level.cycle();
        events.counter("data buffer", cycle, "bytes", level.inputBytes());
        events.counter("weight buffer", cycle, "bytes", level.weightBytes());
      }
    }
  }

  private static int thread(TracedUnit unit) {
    return FIRST_UNIT + unit.ordinal();
  }

  private void layer(TracedLayer layer) throws IOException {
    Map<String, Object> args = clocks(layer.beginCycle(), layer.endCycle());
    args.put("operator", layer.operator());
    args.put("mapping", layer.mapping());
    if (layer.runs() > 1) {
      args.put("runs", layer.runs());
      args.put("unitsShownOf", "the first run");
    }
    args.put("macActiveCycles", layer.cycles().macActive());
    args.put("fillDrainCycles", layer.cycles().fillDrain());
    args.put("outputBoundCycles", layer.cycles().outputBound());
    args.put("loadCycles", layer.cycles().load());
    args.put("memoryStallCycles", layer.cycles().memoryStall());
    args.put("dramReadBytes", layer.activity().dramReadBytes());
    args.put("dramWriteBytes", layer.activity().dramWriteBytes());
    args.put("unitsTraced", !layer.firstRun().operations().isEmpty());
    events.complete(LAYERS, layer.name(), "layer", layer.beginCycle(), layer.endCycle(), args);
  }

  private void operation(TracedLayer layer, int index, OperationSpan o) throws IOException {
    long begin = layer.beginCycle() + o.beginCycle();
    long end = layer.beginCycle() + o.endCycle();
    Map<String, Object> args = clocks(begin, end);
    args.put("outputChannels", o.firstKernel() + " to " + (o.pastKernel() - 1));
    args.put("outputRows", o.firstRow() + " to " + (o.pastRow() - 1));
    args.put("macActiveCycles", o.cycles().macActive());
    args.put("fillDrainCycles", o.cycles().fillDrain());
    args.put("outputBoundCycles", o.cycles().outputBound());
    args.put("loadCycles", o.cycles().load());
    args.put("memoryStallCycles", o.cycles().memoryStall());
    events.complete(OPERATIONS, "operation " + index, "operation", begin, end, args);
  }

  private void span(TracedLayer layer, UnitSpan span) throws IOException {
    long begin = layer.beginCycle() + span.beginCycle();
    long end = layer.beginCycle() + span.endCycle();
    Map<String, Object> args = clocks(begin, end);
    args.put("layer", layer.name());
    switch (span.unit()) {
      case DRAM_READ -> {
        args.put("bytes", span.counts().readBytes());
        args.put("inputBytes", span.counts().inputBytes());
        args.put("weightBytes", span.counts().weightBytes());
        args.put("operandBytes", span.counts().operandBytes());
      }
      case MAC_ARRAY -> {
        args.put("macActiveCycles", span.counts().activeCycles());
        args.put("memoryStallCycles", span.counts().memoryStallCycles());
        args.put("outputStallCycles", span.counts().outputStallCycles());
      }
      case POST_PROCESSOR -> args.put("workCycles", span.counts().activeCycles());
      case DRAM_WRITE -> args.put("bytes", span.counts().outputBytes());
    }
    if (span.joined() > 1) {
      args.put("joinedSpans", span.joined());
    }
    String groups = layer.firstRun().levels().isEmpty() ? "" : group;
    String category = span.unit().label();
    events.complete(thread(span.unit()), SpanText.of(span, groups), category, begin, end, args);
  }

  /** Bytes a clock while something comes or goes, averaged over its span. */
  private void bandwidth(String name, TracedLayer layer, List<UnitSpan> spans) throws IOException {
    for (int i = 0; i < spans.size(); i++) {
      UnitSpan span = spans.get(i);
      if (span.cycles() == 0) {
        continue;
      }
      double bytes = span.counts().readBytes() + span.counts().outputBytes();
      double average = Math.round(bytes / span.cycles() * 1e3) / 1e3;
      events.counter(name, layer.beginCycle() + span.beginCycle(), "bytesPerCycle", average);
      boolean goesOn =
          i + 1 < spans.size()
              && spans.get(i + 1).cycles() > 0
              && spans.get(i + 1).beginCycle() == span.endCycle();
      if (!goesOn) {
        events.counter(name, layer.beginCycle() + span.endCycle(), "bytesPerCycle", 0);
      }
    }
  }

  private static Map<String, Object> clocks(long beginCycle, long endCycle) {
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("beginCycle", beginCycle);
    args.put("cycles", endCycle - beginCycle);
    return args;
  }
}
