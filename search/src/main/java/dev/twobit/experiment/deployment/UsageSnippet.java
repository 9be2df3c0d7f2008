package dev.twobit.experiment.deployment;

import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.training.data.Normalization;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Programs that classify an image file by an exported network in ONNX Runtime, as they stand:
 * beside the network's file, with the image's path as argument. They print its class and its logit.
 *
 * @param python of the packages onnxruntime, numpy and pillow
 * @param java one file, {@code Classify.java}, with the jar of ONNX Runtime on the class path
 */
public record UsageSnippet(String python, String java) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");
  private static final int COLORS = 3;

  /** Above this level it makes an invalid operator of types of 2 bits. */
  private static final Map<String, String> BASIC =
      Map.of(
          "python-options",
          "options.graph_optimization_level ="
              + " onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC\n",
          "java-options",
          "    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);\n");

  private static final Map<String, String> USUAL = Map.of("python-options", "", "java-options", "");

  /**
   * Empty where ONNX Runtime does not run the file, or no image file has as many channels.
   *
   * @param name of the file, without folders
   */
  public static Optional<UsageSnippet> of(QcdqFile file, String name) throws IOException {
    Network network = file.network();
    TensorShape in = network.shape(network.inputs().get(0));
    boolean isImage = in.rank() == 4 && (in.channels() == 1 || in.channels() == COLORS);
    if (file.format() == ExportFormat.QONNX || !isImage || network.inputs().size() != 1) {
      return Optional.empty();
    }
    Map<String, String> parts =
        new HashMap<>(file.format() == ExportFormat.QDQ_INT2 ? BASIC : USUAL);
    parts.put("file", quoted(name));
    parts.put("input", quoted(network.inputs().get(0)));
    parts.put("channels", String.valueOf(in.channels()));
    parts.put("height", String.valueOf(in.height()));
    parts.put("width", String.valueOf(in.width()));
    parts.put("python-mode", in.channels() == 1 ? "L" : "RGB");
    parts.put("java-type", in.channels() == 1 ? "TYPE_BYTE_GRAY" : "TYPE_INT_RGB");
    parts.put("python-normalization", "");
    parts.put("java-normalization", "");
    parts.put("java-value", "value");
    normalization(file, in.channels()).ifPresent(n -> parts.putAll(parts(n)));
    return Optional.of(
        new UsageSnippet(filled("classify.py.txt", parts), filled("Classify.java.txt", parts)));
  }

  /** What the programs have to do themselves. */
  private static Optional<Normalization> normalization(QcdqFile file, int channels) {
    return StatedInput.isPixels(file.metadata())
        ? Optional.empty()
        : StatedInput.trained(file.metadata(), channels).filter(n -> !n.isNone());
  }

  private static Map<String, String> parts(Normalization n) {
    IntToDoubleFunction mean = c -> n.scale() * n.mean()[c];
    IntToDoubleFunction deviation = c -> n.scale() * n.deviation()[c];
    return Map.of(
        "python-normalization",
        """
        mean = np.array([%s], np.float32).reshape(1, -1, 1, 1)
        deviation = np.array([%s], np.float32).reshape(1, -1, 1, 1)
        pixels = (pixels - mean) / deviation
        """
            .formatted(list(n, "", mean), list(n, "", deviation)),
        "java-normalization",
        "    float[] mean = {%s};%n    float[] deviation = {%s};%n"
            .formatted(list(n, "f", mean), list(n, "f", deviation)),
        "java-value",
        "(value - mean[c]) / deviation[c]");
  }

  private static String list(Normalization n, String suffix, IntToDoubleFunction value) {
    return IntStream.range(0, n.mean().length)
        .mapToObj(c -> (float) value.applyAsDouble(c) + suffix)
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String filled(String resource, Map<String, String> parts) throws IOException {
    try (InputStream in = UsageSnippet.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + resource);
      }
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return PLACE
          .matcher(template)
          .replaceAll(
              place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), place.group())));
    }
  }
}
