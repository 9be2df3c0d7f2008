package dev.twobit.results;

/** Which of the compared networks a row is. */
public enum NetworkKind {
  /** The file as given, with the weights it came with. */
  IMPORTED,
  /** The imported architecture in floating point, trained by this run's recipe. */
  FULL_PRECISION,
  /** The imported architecture quantized, trained by this run's recipe. */
  QUANTIZED_ORIGINAL,
  /** The architecture found, quantized, trained by this run's recipe. */
  QUANTIZED_ADAPTED;

  /** All but the imported file are trained alike; only these are compared in gains. */
  public boolean trainedByThisRun() {
    return this != IMPORTED;
  }
}
