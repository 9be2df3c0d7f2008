package dev.twobit.search.inherit;

/**
 * What channels begin with that a wider network has and the trained one does not
 * (search/docs/methods.md#inherited-weights).
 */
public enum NewChannels {
  /** They change nothing that any layer computes until they are trained. */
  SILENT,
  /** Copies with noise whose readers' weights are drawn: they disturb, and learn at once. */
  AWAKE,
  /**
   * As awake ones, two at a time that are equal and are read with opposite weights: together they
   * change nothing, and both learn at once. One that is left over is silent.
   */
  PAIRED,
  /**
   * Copies that share what they are copies of: each is rounded at another place, so that together
   * they have more codes than one, and finer weights. Nothing is disturbed but by finer rounding.
   */
  SPLIT
}
