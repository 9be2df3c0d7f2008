package dev.twobit.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code log.jsonl}: one JSON object a line, appended as things happen. */
final class RunLog {
  private final Path file;
  private final ObjectMapper mapper =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

  /** A line that a kill cut short is ended, so that the next one stands by itself. */
  RunLog(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file) && Files.size(file) > 0) {
      try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
        log.seek(log.length() - 1);
        if (log.read() != '\n') {
          log.write('\n');
        }
      }
    }
  }

  /** Appends {@code fields} with the event's name and the time. */
  void write(String event, Map<String, ?> fields) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("event", event);
    line.putAll(fields);
    Files.writeString(
        file,
        mapper.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Every whole line, oldest first. */
  List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    for (String line : Files.readAllLines(file)) {
      try {
        lines.add(mapper.readTree(line));
      } catch (JsonProcessingException e) {
        continue; // cut short by a kill: what it told of is run again
      }
    }
    return lines;
  }

  <T> T value(JsonNode node, Class<T> type) throws IOException {
    return mapper.treeToValue(node, type);
  }
}
