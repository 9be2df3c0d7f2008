package dev.twobit.simulator;

import dev.twobit.simulator.engine.ChainState;
import java.util.Optional;

/**
 * What a step leaves to the next one. Two steps that begin with equal ones go alike, whatever was
 * before.
 *
 * @param inputOnChip what the next step reads is in the buffer, all of it
 * @param prefetchedBytes of its weights that are there, whole beats
 * @param running operations that the next step overlaps, seen from the clock up to which they were
 *     counted; empty if it begins when they are done
 */
public record Carried(boolean inputOnChip, long prefetchedBytes, Optional<ChainState> running) {
  /** Nothing: a network begins so. */
  public static final Carried NOTHING = new Carried(false, 0);

  /** The step before is done. */
  public Carried(boolean inputOnChip, long prefetchedBytes) {
    this(inputOnChip, prefetchedBytes, Optional.empty());
  }
}
