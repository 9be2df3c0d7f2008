package dev.twobit.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** Records as JSON for standard output. */
final class JsonOutput {
  private JsonOutput() {}

  /** Indented, without the final line end. */
  static String of(Object value) {
    try {
      return new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
