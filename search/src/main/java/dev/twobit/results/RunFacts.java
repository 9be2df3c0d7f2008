package dev.twobit.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when the run was made.
 *
 * @param processorModel as the operating system names it
 * @param processors available to the process
 * @param startedAt ISO-8601 instant, UTC; {@code finishedAt} likewise
 * @param wallSeconds over all sittings of a resumed run
 * @param convolutions what libtorch convolves with: training's bits depend on it
 */
public record RunFacts(
    String processorModel,
    int processors,
    String operatingSystem,
    String javaVersion,
    String startedAt,
    String finishedAt,
    double wallSeconds,
    String convolutions) {

  /** This machine's facts for a run that started then and ends now. */
  public static RunFacts of(
      Instant started, Instant finished, double wallSeconds, String convolutions) {
    return new RunFacts(
        ProcessorModel.name(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        finished.truncatedTo(ChronoUnit.SECONDS).toString(),
        wallSeconds,
        convolutions);
  }
}
