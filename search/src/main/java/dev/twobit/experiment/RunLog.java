package dev.twobit.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.experiment.results.Json;
import dev.twobit.io.LineLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code log.jsonl}: one JSON object a line, appended as things happen. */
final class RunLog {
  private final LineLog file;

  /** A line that a kill cut short is cut off: what it told of is run again. */
  RunLog(Path file) throws IOException {
    this.file = new LineLog(file);
    this.file.repair();
  }

  /** Appends {@code fields} with the event's name and the time. */
  void write(String event, Map<String, ?> fields) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("event", event);
    line.putAll(fields);
    file.append(Json.line(line));
  }

  /** Every whole line, oldest first. */
  List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : file.lines()) {
      try {
        lines.add(Json.parse(line));
      } catch (JsonProcessingException e) {
        continue; // cut short by a kill, by an earlier version
      }
    }
    return lines;
  }

  <T> T value(JsonNode node, Class<T> type) throws IOException {
    return Json.value(node, type);
  }
}
