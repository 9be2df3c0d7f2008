package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.training.data.download.CifarArchive;
import dev.twobit.training.data.download.CifarDownload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Brings a data set and says what there is. */
final class DataFetch {
  private static final double MEGABYTE = 1e6;
  private static final int LINES = 10;

  private final Console console;
  private final boolean json;
  private long told = -1;

  DataFetch(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  int into(Path folder, CifarArchive archive) throws IOException {
    CifarDownload.Result result = CifarDownload.into(folder, archive, this::tell);
    console.out().println(json ? VersionedJson.indented(result) : text(result));
    return 0;
  }

  /** A line at the start and for every tenth. */
  private void tell(long bytes, long total) {
    long tenth = total > 0 ? bytes * LINES / total : bytes / (long) (LINES * MEGABYTE);
    if (tenth != told) {
      told = tenth;
      String of = total > 0 ? String.format(Locale.ROOT, " of %.0f", total / MEGABYTE) : "";
      console.err().println(String.format(Locale.ROOT, "fetched %.0f%s MB", bytes / MEGABYTE, of));
    }
  }

  private static String text(CifarDownload.Result r) {
    return String.format(
        Locale.ROOT,
        "%s: %,d training and %,d test images, %s%n"
            + "train sha256  %s%n"
            + "test sha256   %s%n"
            + "use it with   --data %s",
        r.data(),
        r.trainImages(),
        r.testImages(),
        r.fetched() ? "fetched from " + r.source() : "complete before, nothing fetched",
        r.trainSha256(),
        r.testSha256(),
        r.data());
  }
}
