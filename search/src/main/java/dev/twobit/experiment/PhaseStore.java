package dev.twobit.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.twobit.io.AtomicFile;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results of finished phases: a phase that has one is not run again on resume. */
final class PhaseStore {
  private final RunFolder folder;
  private final ObjectMapper mapper = new ObjectMapper().registerModule(new Jdk8Module());

  PhaseStore(RunFolder folder) {
    this.folder = folder;
  }

  /** What a phase does when it has not finished before. */
  @FunctionalInterface
  interface Phase<T> {
    T run() throws IOException;
  }

  /** The stored result of {@code name}, or the phase's own, stored now. */
  <T> T once(String name, Class<T> type, Phase<T> phase) throws IOException {
    Path file = folder.phaseResult(name);
    if (Files.exists(file)) {
      try {
        return mapper.readValue(file.toFile(), type);
      } catch (JsonProcessingException e) {
        throw new InvalidInputException(
            file + ": not the result of phase " + name + "; delete it to run the phase again", e);
      }
    }
    T result = phase.run();
    AtomicFile.write(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
    return result;
  }
}
