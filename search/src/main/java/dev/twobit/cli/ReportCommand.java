package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.report.HtmlReport;
import dev.twobit.results.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit report}. */
@Command(
    name = "report",
    description = {
      "Write what a run has come to as one HTML file that opens offline.",
      "Of a finished search its results; of one that runs, failed or was stopped, and of a"
          + " training, its epochs."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit report runs/resnet20")
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", description = "Folder of a run.")
  private Path run;

  @Mixin private JsonOption json;

  /** What {@code --json} prints. */
  record Written(String file) {}

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path results = run.resolve(ResultsFile.NAME);
    Path html = run.resolve(LivePage.NAME);
    if (Files.exists(results)) {
      HtmlReport.write(ResultsFile.readAny(results), html);
    } else {
      LivePage.write(run);
    }
    String file = html.toString();
    console.out().println(json.isSet() ? VersionedJson.indented(new Written(file)) : file);
    return 0;
  }
}
