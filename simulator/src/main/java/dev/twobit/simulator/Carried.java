package dev.twobit.simulator;

/**
 * What a step leaves to the next one. Two steps that begin with equal ones go alike, whatever was
 * before.
 *
 * @param inputOnChip what the next step reads is in the buffer, all of it
 * @param prefetchedBytes of its weights that are there, whole beats
 */
public record Carried(boolean inputOnChip, long prefetchedBytes) {
  /** Nothing: a network begins so. */
  public static final Carried NOTHING = new Carried(false, 0);
}
