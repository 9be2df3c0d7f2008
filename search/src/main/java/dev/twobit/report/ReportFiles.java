package dev.twobit.report;

import dev.twobit.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A result as files of one folder: all of it as JSON, its rows as CSV, and a page that shows it.
 */
final class ReportFiles {
  private ReportFiles() {}

  /** The page that carries and shows a JSON text. */
  interface Page {
    String of(String json) throws IOException;
  }

  /** The three of them. */
  static List<String> names(String name, String table) {
    return List.of(name + ".json", table, "report.html");
  }

  /**
   * Writes the table, {@code name.json} and {@code report.html}.
   *
   * @param name of the JSON file, without its extension
   * @param table name of the CSV file
   * @return the files
   */
  static List<Path> write(
      Path folder, String name, String json, String table, String csv, Page page)
      throws IOException {
    List<Path> files = names(name, table).stream().map(folder::resolve).toList();
    AtomicFile.writeText(files.get(0), json);
    AtomicFile.writeText(files.get(1), csv);
    AtomicFile.writeText(files.get(2), page.of(json));
    return files;
  }
}
