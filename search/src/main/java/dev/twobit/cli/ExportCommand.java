package dev.twobit.cli;

import dev.twobit.experiment.deployment.CalibratedFile;
import dev.twobit.experiment.deployment.ExportResult;
import dev.twobit.experiment.deployment.ExportRun;
import dev.twobit.experiment.deployment.InputForm;
import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.Network;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit export}. */
@Command(
    name = "export",
    description = {
      "Write a quantized network in another form, and read it back.",
      "The forms are QCDQ, packed 2-bit types and QONNX; the integers that are read "
          + "back are compared."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit export run --format qdq-int2 --out adapted-int2.onnx --verify")
final class ExportCommand implements Callable<Integer> {
  private static final List<String> SIZES = List.of("float", "qonnx", "qcdq", "qdq-int2");

  private final Console console;

  @Parameters(
      paramLabel = "FILE.onnx|RUN",
      description = "Quantized ONNX file of any of the formats, or a run folder.")
  private Path source;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = {
        "qcdq: 8-bit tensors and clips, for ONNX Runtime at any level;",
        "qdq-int2: 2- and 4-bit tensors (opset 25), the smallest;",
        "qonnx: Quant nodes, for Brevitas and FINN."
      })
  private String format;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
  private Path out;

  @Option(
      names = "--verify",
      description = "Run the file on random images, in ONNX Runtime where it can.")
  private boolean verify;

  @Option(
      names = "--input",
      paramLabel = "WHAT",
      description =
          "pixels (0 to 255, normalized within the file) or normalized values. Default: what FILE"
              + " takes; a run's network takes pixels.")
  private InputForm input = InputForm.SAME;

  @Mixin private ProgramOption program;
  @Mixin private ForceOption force;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Of a file in float: training images, as in 'twobit train', on which it is calibrated"
              + " without training; its bits are --bits (8) and --bits-of.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--normalization",
      paramLabel = "NORM",
      defaultValue = "auto",
      description = "Of these images, as in 'twobit train' (${DEFAULT-VALUE}).")
  private String normalization;

  @Mixin private PrecisionOptions precision;
  @Mixin private InputShapeOption shapes;
  @Mixin private JsonOption json;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    force.requireFree(out);
    program.require(force);
    if (data.isEmpty()) {
      precision.requireNone(
          "found no --data, expected images that a file in float is calibrated on; a quantized one"
              + " states its own widths");
    }
    ExportFormat asked = ExportFormat.of(format);
    BitPlan plan = precision.asked().on(Bits.of(Bits.MOST));
    if (data.isPresent() && precision.show()) {
      Network network = PreparedNetwork.read(shapes.of(source)).canonical();
      console.out().println(PrecisionPlanFile.text(network, plan).stripTrailing());
      return 0;
    }
    var target = new ExportRun.Target(asked, out, input, verify);
    ExportResult result =
        data.isPresent()
            ? ExportRun.calibrated(
                shapes.of(source), new CalibratedFile(data.get(), normalization, plan), target)
            : ExportRun.run(shapes.of(source), target);
    String programs = Text.written(program.write(out));
    console.out().println(json.isSet() ? VersionedJson.indented(result) : text(result).strip());
    if (!json.isSet() && !programs.isEmpty()) {
      console.out().print(programs);
    }
    return result.passed() ? 0 : 1;
  }

  private static String text(ExportResult r) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s (%s) -> %s (%s): the same integers read back%n"
            .formatted(
                Text.printable(r.source()),
                r.sourceFormat(),
                Text.printable(r.file()),
                r.format()));
    TextTable sizes = new TextTable().text("as a file").number("bytes").number("of float");
    long whole = r.bytes().getOrDefault("float", 1L);
    for (String name : SIZES) {
      long bytes = r.bytes().getOrDefault(name, 0L);
      sizes.row(name, bytes, TextTable.decimals((double) bytes / whole, 3));
    }
    text.append('\n').append(sizes.render()).append('\n');
    r.checks().forEach(c -> text.append(line(c)));
    return text.append(r.format()).append(": ").append(r.note()).append('\n').toString();
  }

  private static String line(ExportResult.Comparison c) {
    return c.loaded()
        ? String.format(
            Locale.ROOT,
            "%s: largest logit difference %.2e (logits up to %.3g), %d of %d images within"
                + " 1e-4%s%s%n",
            c.run(),
            c.largestLogitDifference(),
            c.largestLogit(),
            c.closeImages(),
            c.images(),
            explained(c),
            c.passed() ? "" : ": FAILED")
        : c.run() + ": refuses to load it, see below\n";
  }

  /** What became of images that are not close, and of codes. */
  private static String explained(ExportResult.Comparison c) {
    int others = c.images() - c.closeImages();
    String images =
        others == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "%n  %d of the other %d follow from codes that are explained",
                c.explainedImages(),
                others);
    String codes =
        c.differingCodes() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "%n  %,d codes are not those of exact integers: %,d half way between two, as far"
                    + " as float32 tells, %,d unexplained",
                c.differingCodes(),
                c.differingCodes() - c.unexplainedCodes(),
                c.unexplainedCodes());
    return images + codes;
  }
}
