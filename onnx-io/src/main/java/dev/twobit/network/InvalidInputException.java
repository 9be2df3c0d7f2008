package dev.twobit.network;

/**
 * What the user gave cannot be used. The message is one line that names the file, the node or key,
 * what was found and what was expected; the command line prints it and exits with code 2.
 */
public class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
