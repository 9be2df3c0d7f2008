package dev.twobit.results.study;

import java.util.List;

/**
 * A table of a study.
 *
 * @param headings those that start with {@code #} are of columns of numbers
 * @param rows as many cells as headings
 * @param note below the table; may be empty
 */
public record StudyTable(
    String title, List<String> headings, List<List<String>> rows, String note) {
  public StudyTable {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException(row + " under " + headings);
      }
    }
  }
}
