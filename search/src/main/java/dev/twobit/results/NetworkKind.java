package dev.twobit.results;

/** Which of the compared networks a row is. */
public enum NetworkKind {
  /** The file as given, with the weights it came with. */
  IMPORTED,
  /**
   * The imported architecture in floating point: trained by this run's recipe, or as it came where
   * the others begin with its weights.
   */
  FULL_PRECISION,
  /** The imported architecture quantized, trained by this run's recipe. */
  QUANTIZED_ORIGINAL,
  /** The imported architecture with all searched widths by one number, quantized and trained so. */
  QUANTIZED_UNIFORM,
  /**
   * The same with the residual path at the bits that the search chose for the architecture found;
   * only where these are others.
   */
  QUANTIZED_ORIGINAL_FOUND_BITS,
  /**
   * The imported architecture with as many bits as all its inner layers can have within the
   * budgets; only where bits of layers are chosen and these are others than were asked for.
   */
  QUANTIZED_ORIGINAL_UNIFORM_BITS,
  /** The architecture found, quantized, trained by this run's recipe. */
  QUANTIZED_ADAPTED;

  /** What can be trained by this run, alike; only these are compared in gains. */
  public boolean trainedByThisRun() {
    return this != IMPORTED;
  }
}
