package dev.twobit.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code log.jsonl}: one JSON object a line, appended and flushed as things happen. */
final class RunLog {
  private final Path file;
  private final ObjectMapper mapper =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

  RunLog(Path file) {
    this.file = file;
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
}
