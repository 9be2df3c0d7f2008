package dev.twobit.search;

/** What networks are worth before they are judged (search/docs/methods.md#halving). */
public enum FieldValue {
  /** Importance of the channels that are kept, and multiply-accumulates. */
  IMPORTANCE,
  /**
   * Held-out cross-entropy without training, one unit at a time; of fresh weights as importance.
   */
  LOSS
}
