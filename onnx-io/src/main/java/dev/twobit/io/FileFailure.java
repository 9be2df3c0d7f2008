package dev.twobit.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What went wrong with a file, under the name that the user knows, with a cause in words. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * @param target what was to be written, e.g. not the temporary name on the way there
   */
  public static FileSystemException of(Path target, IOException e) {
    FileSystemException named = new FileSystemException(target.toString(), null, reason(e));
    named.initCause(e);
    return named;
  }

  /**
   * The file or folder that an exception is about, or one of its causes: the user's to change, not
   * ours.
   */
  public static Optional<FileSystemException> in(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileSystemException file) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Name and reason. */
  public static String line(FileSystemException e) {
    return e.getFile() + ": " + reason(e);
  }

  /** Lower case and without the file, e.g. "no space left on device". */
  public static String reason(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return lowerFirst(file.getReason());
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "is a file, expected a folder";
    }
    String message = e instanceof FileSystemException ? null : e.getMessage();
    return message == null ? words(e) : lowerFirst(message);
  }

  private static String words(IOException e) {
    String name = e.getClass().getSimpleName().replace("Exception", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
