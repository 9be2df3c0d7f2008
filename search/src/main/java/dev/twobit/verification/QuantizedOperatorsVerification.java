package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.DrawnSpelling;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.onnx.write.QuantizedOperatorsNetwork;
import dev.twobit.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Random quantized networks of every operator, as exporters write them: read and run in plain Java
 * they equal ONNX Runtime on the file as it is; QONNX, which it cannot run, and types of 2 and 4
 * bits, of which it makes something else than ONNX's reference implementation does, equal the same
 * network as QCDQ. Written in every form they read back as they are. Both engines run them in as
 * many clocks, or refuse them for the same reason.
 */
public final class QuantizedOperatorsVerification {
  private static final int IMAGES = 3;
  private static final double CLOSE = 1e-4;

  /** How near to half way between two codes a value may be rounded apart, in steps. */
  private static final double TIE = 5e-5;

  private final Path folder;
  private final HardwareConfig hardware;

  /**
   * @param folder for the files that are drawn
   */
  public QuantizedOperatorsVerification(Path folder, HardwareConfig hardware) {
    this.folder = folder;
    this.hardware = hardware;
  }

  /** What differs, in words; empty if nothing does. */
  public List<String> of(long seed, DrawnSpelling spelling) throws IOException {
    QuantizedOperatorsNetwork drawn = QuantizedOperatorsNetwork.draw(seed, spelling);
    List<String> differences = new ArrayList<>();
    try {
      QcdqFile file = read(drawn.model());
      SupportCheck.requireSupported(file.network());
      if (spelling == DrawnSpelling.QONNX || spelling == DrawnSpelling.QDQ) {
        var twin = QuantizedOperatorsNetwork.draw(seed, DrawnSpelling.QCDQ);
        QcdqFile other = read(twin.model());
        differences.addAll(equal("as qcdq", drawn, file, other));
        differences.addAll(onnxRuntime(twin, other));
      } else {
        differences.addAll(onnxRuntime(drawn, file));
      }
      for (ExportFormat format : ExportFormat.values()) {
        byte[] written = OnnxExporter.bytes(file.network(), file.quantization(), format, Map.of());
        differences.addAll(equal("written as " + format.text(), drawn, file, read(written)));
      }
      differences.addAll(engines(file, drawn.pixels(seed)));
    } catch (InvalidInputException e) {
      differences.add("refused: " + e.getMessage());
    }
    return differences.stream().map(d -> spelling + ": " + d).toList();
  }

  private QcdqFile read(byte[] model) throws IOException {
    Path path = folder.resolve("operators.onnx");
    try {
      Files.write(path, model);
      return QcdqImporter.read(path);
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static List<String> equal(
      String other, QuantizedOperatorsNetwork drawn, QcdqFile file, QcdqFile twin) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      float[] ours = file.quantization().run(file.network(), drawn.pixels(i));
      float[] theirs = twin.quantization().run(twin.network(), drawn.pixels(i));
      if (!close(ours, theirs) && !tied(file, drawn.pixels(i))) {
        differences.add(said(other, ours, theirs));
      }
    }
    return differences;
  }

  private static List<String> onnxRuntime(QuantizedOperatorsNetwork drawn, QcdqFile file) {
    List<String> differences = new ArrayList<>();
    try (var session = OnnxRuntimeSession.of(drawn.model(), "drawn", Optimization.NONE, 1)) {
      for (int i = 0; i < IMAGES; i++) {
        float[] image = drawn.pixels(i);
        float[] ours = file.quantization().run(file.network(), image);
        float[] theirs = session.run(image, drawn.image());
        if (!close(ours, theirs) && !tied(file, image)) {
          differences.add(said("ONNX Runtime", ours, theirs));
        }
      }
    }
    return differences;
  }

  private static String said(String by, float[] ours, float[] theirs) {
    return "plain Java " + Arrays.toString(ours) + ", " + by + " " + Arrays.toString(theirs);
  }

  private static boolean close(float[] ours, float[] theirs) {
    double largest = 1e-3;
    for (float value : theirs) {
      largest = Math.max(largest, Math.abs(value));
    }
    boolean close = ours.length == theirs.length;
    for (int i = 0; i < ours.length && close; i++) {
      close = Math.abs(ours[i] - theirs[i]) <= CLOSE * largest;
    }
    return close;
  }

  /** Whether any value that is rounded lies so near to half way that float32 may decide it. */
  private static boolean tied(QcdqFile file, float[] image) {
    Network network = file.network();
    Map<String, WeightTensor> tensors = file.quantization().runAll(network, image);
    for (Layer layer : network.layers()) {
      List<Activations> forms = file.quantization().inputs().getOrDefault(layer.name(), List.of());
      for (int i = 0; i < forms.size(); i++) {
        WeightTensor read = Optional.ofNullable(tensors.get(layer.inputs().get(i))).orElseThrow();
        if (tied(read.values(), forms.get(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean tied(float[] values, Activations form) {
    for (float value : values) {
      for (int code = form.leastCode() + 1; code <= form.mostCode(); code++) {
        if (Math.abs(value - form.bound(code)) < TIE * form.spacing(code)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<String> engines(QcdqFile file, float[] image) {
    List<String> differences = new ArrayList<>();
    Optional<String> event = refusal(() -> simulate(file));
    Optional<String> tick =
        refusal(
            () -> {
              DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
              NetworkVerification run =
                  deployed.run(image, 1, hardware, true, (number, count, step, cycles) -> {});
              run.failures().forEach(s -> differences.add(s.name() + ": " + s.differences()));
            });
    if (!event.equals(tick)) {
      differences.add(
          "event engine: "
              + event.orElse("runs it")
              + "; clocked engine: "
              + tick.orElse("runs it"));
    }
    return differences;
  }

  private void simulate(QcdqFile file) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    Simulator.simulate(deployed.network(), deployed.plan(), hardware);
  }

  private static Optional<String> refusal(Runnable run) {
    try {
      run.run();
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
