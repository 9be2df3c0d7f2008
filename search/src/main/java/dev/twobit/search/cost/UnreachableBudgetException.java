package dev.twobit.search.cost;

import dev.twobit.network.InvalidInputException;

/** No network that a method can find is within a budget. */
public final class UnreachableBudgetException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  public UnreachableBudgetException(String message) {
    super(message);
  }
}
