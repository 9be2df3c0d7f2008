package dev.twobit.results;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.twobit.io.Suggestion;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jackson's complaint as one line: file, line, key, what was found and expected. */
final class JsonFault {
  private JsonFault() {}

  static String describe(Path file, JacksonException fault) {
    String place = file + line(fault.getLocation());
    if (fault instanceof UnrecognizedPropertyException unknown) {
      List<String> known =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted(Comparator.naturalOrder())
              .toList();
      return place
          + ": unknown key "
          + path(unknown)
          + ", "
          + Suggestion.among(unknown.getPropertyName(), known);
    }
    if (fault.getCause() instanceof StreamReadException broken) {
      return place + ": not a results file: " + firstSentence(broken.getOriginalMessage());
    }
    if (fault instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return place + ": key " + path(mapping) + ": " + reason(mapping);
    }
    return place + ": not a results file: " + firstSentence(fault.getOriginalMessage());
  }

  private static String reason(JsonMappingException mapping) {
    String message = mapping.getOriginalMessage();
    boolean absent = message.startsWith("Null value") || message.startsWith("Cannot map `null`");
    return absent ? "missing, expected a value" : firstSentence(message);
  }

  private static String path(JsonMappingException fault) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : fault.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String line(@Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr();
  }

  private static String firstSentence(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
