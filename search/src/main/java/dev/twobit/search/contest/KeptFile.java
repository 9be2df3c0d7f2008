package dev.twobit.search.contest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** What a search measured, beside its checkpoint, so that it is not measured again. */
public final class KeptFile {
  private KeptFile() {}

  /**
   * What a file holds; empty where there is none. Throws a one-line error naming the file for one
   * that is damaged.
   *
   * @param sound whether it is whole, beyond what its type says
   */
  public static <T> Optional<T> read(Path file, Class<T> type, Predicate<T> sound)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    T kept;
    try {
      kept = Json.complete(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw damaged(file, oneLine(e.getOriginalMessage()), e);
    } catch (CharacterCodingException e) {
      throw damaged(file, "bytes that are no text", e);
    }
    if (!sound.test(kept)) {
      throw damaged(file, "values that no search keeps", new IllegalArgumentException());
    }
    return Optional.of(kept);
  }

  /** Whole or not at all. */
  public static void write(Path file, Object kept) throws IOException {
    AtomicFile.writeText(file, Json.line(kept) + "\n");
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s+", " ");
  }

  private static InvalidInputException damaged(Path file, String found, Exception cause) {
    return new InvalidInputException(
        file + ": found " + found + ", expected what a search kept; remove the file", cause);
  }
}
