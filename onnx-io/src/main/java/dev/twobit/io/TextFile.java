package dev.twobit.io;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people write: of UTF-8, and small. */
public final class TextFile {
  /** Parsers of YAML take a second for some millions of characters, if these are brackets. */
  private static final int MOST_BYTES = 1 << 18;

  private TextFile() {}

  /** Throws {@link InvalidInputException}, one line, if it is no such file. */
  public static String readYaml(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new InvalidInputException(file + ": is a folder or device; expected a YAML file");
      }
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new InvalidInputException(
            file + ": found " + bytes + " bytes, expected YAML of at most " + MOST_BYTES);
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is no text file; expected YAML", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
