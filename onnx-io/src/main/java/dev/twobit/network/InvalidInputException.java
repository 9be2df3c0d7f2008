package dev.twobit.network;

import java.util.regex.Pattern;

/**
 * What the user gave cannot be used. The message is one line that names the file, the node or key,
 * what was found and what was expected; the command line prints it and exits with code 2.
 */
public class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

  public InvalidInputException(String message) {
    super(oneLine(message));
  }

  public InvalidInputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Names and libraries' messages come from outside, and may have line ends in them. */
  private static String oneLine(String message) {
    return LINE_END.matcher(message).replaceAll(" ");
  }
}
