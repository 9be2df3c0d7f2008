package dev.twobit.io;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people write: of UTF-8, and small. */
public final class TextFile {
  /** Parsers of YAML take a second for some millions of characters, if these are brackets. */
  private static final int MOST_BYTES = 1 << 18;

  private TextFile() {}

  /** Throws what {@link FileFailure#reason} says in words if it is no such file. */
  public static String readYaml(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw failure(file, "is a folder or device; expected a YAML file");
    }
    long bytes = Files.size(file);
    if (bytes > MOST_BYTES) {
      throw failure(file, "found " + bytes + " bytes, expected YAML of at most " + MOST_BYTES);
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      FileSystemException named = failure(file, "is no text file; expected YAML");
      named.initCause(e);
      throw named;
    }
  }

  private static FileSystemException failure(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }
}
