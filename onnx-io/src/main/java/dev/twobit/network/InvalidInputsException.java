package dev.twobit.network;

import java.util.List;

/**
 * Several things wrong with one input, each a line as of {@link InvalidInputException}. The message
 * is the first and how many more there are; the command line prints them all.
 */
public final class InvalidInputsException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String[] lines;

  private InvalidInputsException(List<? extends InvalidInputException> problems) {
    super(
        problems.get(0).getMessage()
            + " (and "
            + (problems.size() - 1)
            + (problems.size() == 2 ? " more error)" : " more errors)"),
        problems.get(0));
    this.lines = problems.stream().map(Throwable::getMessage).toArray(String[]::new);
  }

  /** Throws what is wrong: nothing, the one problem itself, or all of them in the order given. */
  public static void throwAny(List<? extends InvalidInputException> problems) {
    if (problems.size() > 1) {
      throw new InvalidInputsException(problems);
    }
    if (!problems.isEmpty()) {
      throw problems.get(0);
    }
  }

  /** What is wrong, a line each. */
  public List<String> lines() {
    return List.of(lines);
  }
}
