package dev.twobit.verification;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.OptimizedModel;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A quantized file as ONNX Runtime optimizes it: the outputs are those of the file itself, the
 * codes those of the optimized graph, as far as they are still there. Signed codes of a byte, which
 * ONNX Runtime shifts to unsigned ones of names that say nothing, are shifted before.
 */
public final class OptimizedNetwork implements ImageByImage, AutoCloseable {
  private static final int SHIFT = 128;

  /** Of the largest output, between the file and the graph whose codes are seen. */
  private static final double SAME = 1e-5;

  private final IntFunction<float[]> images;
  private final TensorShape shape;
  private final OnnxRuntimeSession plain;
  private final OnnxRuntimeSession within;
  private final String output;

  /** Names of the outputs of {@link #within} that are codes. */
  private final Map<CodedTensor, String> shown = new HashMap<>();

  /**
   * Throws IllegalStateException with ONNX Runtime's message if it does not load the file so.
   *
   * @param file as it was read
   * @param bytes of the file
   * @param images by number, each as long as the network's input
   */
  public OptimizedNetwork(
      QcdqFile file, byte[] bytes, Optimization level, IntFunction<float[]> images)
      throws IOException {
    this.images = images;
    this.shape = file.network().shape(file.network().inputs().get(0));
    this.output = file.network().outputs().get(0);
    String name = file.network().name();
    this.plain = OnnxRuntimeSession.of(bytes, name, level, 1);
    byte[] unsigned =
        OnnxExporter.bytes(file.network(), unsigned(file.quantization()), file.format(), Map.of());
    Map<CodedTensor, String> names = names(unsigned);
    OptimizedModel model = OptimizedModel.of(unsigned, name, level, names.values());
    file.codes()
        .keySet()
        .forEach(
            coded ->
                Optional.ofNullable(names.get(unsigned(coded)))
                    .map(model.shown()::get)
                    .ifPresent(seen -> shown.put(coded, seen)));
    this.within = model.open(name);
  }

  private static Map<CodedTensor, String> names(byte[] model) throws IOException {
    Path file = Files.createTempFile("twobit", ".onnx");
    try {
      Files.write(file, model);
      return QcdqImporter.read(file).codes();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static NetworkQuantization unsigned(NetworkQuantization quantization) {
    Map<String, List<Activations>> inputs = new HashMap<>();
    quantization
        .inputs()
        .forEach(
            (layer, forms) ->
                inputs.put(layer, forms.stream().map(OptimizedNetwork::unsigned).toList()));
    return new NetworkQuantization(quantization.weights(), inputs);
  }

  private static CodedTensor unsigned(CodedTensor coded) {
    return new CodedTensor(coded.tensor(), unsigned(coded.form()));
  }

  private static Activations unsigned(Activations form) {
    return form.bits() == 8 && form.signed() && !form.narrow()
        ? new Activations(form.step(), 8, false, false, form.zero() + SHIFT, form.offset())
        : form;
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public Run run(int number) {
    float[] image = images.apply(number);
    float[] outputs = plain.run(image, shape);
    Map<String, float[]> seen = within.runAll(image, shape);
    boolean same =
        ImageComparison.difference(seen.getOrDefault(output, new float[0]), outputs) <= SAME;
    Map<CodedTensor, byte[]> codes = new HashMap<>();
    if (same) {
      shown.forEach(
          (coded, name) ->
              Optional.ofNullable(seen.get(name))
                  .ifPresent(values -> codes.put(coded, bytes(unsigned(coded), values))));
    }
    return new Run(outputs, codes);
  }

  private static byte[] bytes(CodedTensor coded, float[] stored) {
    byte[] bytes = new byte[stored.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((int) stored[i] - coded.form().leastStored());
    }
    return bytes;
  }

  @Override
  public void close() {
    plain.close();
    within.close();
  }
}
