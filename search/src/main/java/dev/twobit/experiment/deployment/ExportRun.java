package dev.twobit.experiment.deployment;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From one form of a quantized file to another. */
public final class ExportRun {
  private static final List<String> FILES = List.of("adapted.onnx", "trained.onnx");

  private ExportRun() {}

  /**
   * What is written.
   *
   * @param out file to write
   * @param input what it takes
   * @param verify run it
   */
  public record Target(ExportFormat format, Path out, InputForm input, boolean verify) {
    /** A file that takes what the given one takes, not run. */
    public Target(ExportFormat format, Path out) {
      this(format, out, InputForm.SAME, false);
    }
  }

  /**
   * @param source a quantized file of any format, or the folder of a run that holds one
   */
  public static ExportResult run(ModelSource source, Target target) throws IOException {
    requireFile(target.out);
    Path model = model(source.file());
    QcdqFile read = QcdqImporter.read(model, source.sizes());
    if (!read.isQuantized()) {
      throw new InvalidInputException(
          model
              + ": found no quantization in the file; expected one of "
              + String.join(", ", ExportFormat.texts())
              + ", as adapted.onnx is, or --data with images to calibrate it on");
    }
    SupportCheck.requireSupported(read.network());
    return run(read, model, read.format().text(), target);
  }

  /**
   * The same of a file in float.
   *
   * @param calibration how it becomes integers
   */
  public static ExportResult calibrated(
      ModelSource source, CalibratedFile calibration, Target target) throws IOException {
    requireFile(target.out);
    if (QcdqImporter.read(source.file(), source.sizes()).isQuantized()) {
      throw new InvalidInputException(
          source.file()
              + ": the file is quantized and states its own widths; expected one in float, or no"
              + " --data");
    }
    return run(calibration.of(source), source.file(), "float", target);
  }

  private static ExportResult run(QcdqFile given, Path model, String ofFormat, Target asked)
      throws IOException {
    QcdqFile read = asked.input.of(given, model.toString());
    ExportFormat format = asked.format;
    Path out = asked.out;
    Map<String, String> metadata = ExportMetadata.of(read.metadata(), model);
    Map<String, Long> bytes = new HashMap<>();
    for (ExportFormat each : ExportFormat.values()) {
      bytes.put(
          each.text(),
          (long) OnnxExporter.bytes(read.network(), read.quantization(), each, metadata).length);
    }
    bytes.put(
        "float",
        (long)
            OnnxExporter.bytes(
                    read.network(), NetworkQuantization.none(), ExportFormat.QCDQ, metadata)
                .length);
    OnnxExporter.write(read.network(), read.quantization(), format, metadata, out);
    QcdqFile written = QcdqImporter.read(out);
    requireEqual(read, written, out);
    return new ExportResult(
        model.toString(),
        ofFormat,
        out.toString(),
        format.text(),
        bytes,
        metadata,
        format.note(),
        asked.verify ? ExportFormatVerification.of(read, written, format, out) : List.of());
  }

  private static void requireFile(Path out) {
    if (Files.isDirectory(out)) {
      throw new InvalidInputException(out + ": is a folder; expected a file to write");
    }
  }

  private static Path model(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return source;
    }
    String several = several(source);
    return FILES.stream()
        .map(source::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    source
                        + ": found neither "
                        + String.join(" nor ", FILES)
                        + " in the folder"
                        + (several.isEmpty() ? "" : "; expected one of its files, " + several)));
  }

  /** Networks of a run that found one a budget. */
  private static String several(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(name -> name.startsWith("adapted-") && name.endsWith(".onnx"))
          .sorted()
          .collect(Collectors.joining(" or "));
    }
  }

  private static void requireEqual(QcdqFile given, QcdqFile written, Path out) {
    Network network = given.network();
    Map<String, Weights> own = written.quantization().weights();
    boolean equal =
        written.quantization().inputs().equals(given.quantization().inputs())
            && written.network().layers().equals(network.layers())
            && own.keySet().equals(given.quantization().weights().keySet());
    for (Map.Entry<String, Weights> entry : given.quantization().weights().entrySet()) {
      equal =
          equal
              && Arrays.equals(
                  entry.getValue().levels(),
                  Objects.requireNonNull(own.get(entry.getKey())).levels())
              && entry.getValue().steps().equals(own.get(entry.getKey()).steps());
    }
    if (!equal) {
      throw new IllegalStateException(
          out + ": read back, it holds other integers than it was written from");
    }
  }
}
