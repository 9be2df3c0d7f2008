package dev.twobit.report;

import dev.twobit.results.FinishedRun;
import dev.twobit.results.Usage;

/** What to do with the network, and how to make it again. */
final class UsageSection {
  private UsageSection() {}

  static Html of(FinishedRun run) {
    return run.setting().usage().map(UsageSection::section).orElse(Html.NOTHING);
  }

  private static Html section(Usage usage) {
    return Html.section("Use the network", programs(usage), command(usage));
  }

  private static Html programs(Usage usage) {
    if (usage.python().isEmpty()) {
      return Html.NOTHING;
    }
    return Html.join(
        Html.paragraph(
            usage.file()
                + " takes pixels of 0 to 255 as floats, channels first: its normalization is in it."
                + " These programs classify an image file; they run beside it as they stand."),
        Html.collapsed(
            "Python: packages onnxruntime, numpy and pillow; python classify.py image.png",
            Html.code(usage.python())),
        Html.collapsed(
            "Java: java -cp onnxruntime.jar Classify.java image.png", Html.code(usage.java())),
        Html.paragraph(
            "twobit export writes the file in other forms, for values that are normalized already"
                + " (--input normalized), and these programs (--program)."));
  }

  private static Html command(Usage usage) {
    return usage.command().isEmpty()
        ? Html.NOTHING
        : Html.join(
            Html.paragraph("This run was begun by, and is made again into another --out by:"),
            Html.code(usage.command()));
  }
}
