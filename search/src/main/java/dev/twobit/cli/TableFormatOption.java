package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import java.io.PrintStream;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code --json} or {@code --csv} of commands whose output is a table. */
final class TableFormatOption {
  @ArgGroup private Format format = new Format();

  private static final class Format {
    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print the table as CSV, units in the header.")
    private boolean csv;
  }

  /** The result in the form asked for: the record as JSON, or one of the texts. */
  void print(PrintStream out, Object result, Supplier<String> csv, Supplier<String> text) {
    String form =
        format.csv ? csv.get() : format.json ? VersionedJson.indented(result) : text.get();
    out.println(form.stripTrailing());
  }

  /** Whether other programs read the output. */
  boolean isSet() {
    return format.json || format.csv;
  }
}
