package dev.twobit.experiment.results;

/**
 * Something verified at the end of the run.
 *
 * @param measured value with unit as text; {@code expected} the bound it was held against
 */
public record Check(String name, boolean passed, String measured, String expected) {}
