package dev.twobit.results.study;

import java.util.List;

/**
 * A finished study; one file, {@code study.json}. Two runs of the same study differ in {@code
 * times} alone.
 *
 * @param facts what it was run with, name and value
 * @param rows every training
 */
public record StudyResult(
    String twobitVersion,
    String study,
    String preset,
    String title,
    List<Fact> facts,
    Page page,
    List<StudyRow> rows,
    List<TrialTime> times) {
  public StudyResult {
    facts = List.copyOf(facts);
    rows = List.copyOf(rows);
    times = List.copyOf(times);
  }

  /**
   * What is shown.
   *
   * @param texts paragraphs: what is computed, and what the paper has
   */
  public record Page(
      List<String> texts, List<StudyTable> tables, List<StudyChart> charts, List<String> notes) {
    public Page {
      texts = List.copyOf(texts);
      tables = List.copyOf(tables);
      charts = List.copyOf(charts);
      notes = List.copyOf(notes);
    }
  }

  /** Something the study was run with. */
  public record Fact(String name, String value) {}

  /**
   * @param seconds over all sittings
   */
  public record TrialTime(String key, String title, double seconds) {}
}
