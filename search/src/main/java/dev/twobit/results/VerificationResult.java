package dev.twobit.results;

/**
 * Something verified at the end of the run.
 *
 * @param measured value with unit as text; {@code expected} the bound it was held against
 */
public record VerificationResult(String name, boolean passed, String measured, String expected) {}
