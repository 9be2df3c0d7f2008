package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.PassedCodesNetwork;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * That codes pass through what only moves or chooses values: a random quantized network, and the
 * same with a quantizer behind every such operator, are one network. They read and write the same
 * bits in the same clocks, and give the same integers; ONNX Runtime computes those as well, of
 * types of a byte (on those of 2 bits its levels of optimization do not agree with one another).
 */
public final class PassedCodesVerification {
  private static final int IMAGES = 2;

  private final Path folder;
  private final HardwareConfig hardware;

  /**
   * @param folder for the files that are drawn
   */
  public PassedCodesVerification(Path folder, HardwareConfig hardware) {
    this.folder = folder;
    this.hardware = hardware;
  }

  /** What differs, in words; empty if nothing does. */
  public List<String> of(long seed, ExportFormat format) throws IOException {
    PassedCodesNetwork drawn = PassedCodesNetwork.draw(seed, format);
    Path plain = folder.resolve("passed-" + seed + ".onnx");
    Path again = folder.resolve("passed-" + seed + "-again.onnx");
    Files.write(plain, drawn.model());
    Files.write(again, drawn.requantized());
    List<String> differences = new ArrayList<>();
    try {
      QcdqFile file = QcdqImporter.read(plain);
      QcdqFile twin = QcdqImporter.read(again);
      differences.addAll(widths(file, drawn.readBits()));
      differences.addAll(simulations(file, twin));
      differences.addAll(clocks(file, drawn.pixels(seed)));
      differences.addAll(values(drawn, file, twin, "requantized"));
      if (format == ExportFormat.QCDQ) {
        differences.addAll(onnxRuntime(drawn, file, List.of(plain, again)));
      } else {
        Files.write(plain, PassedCodesNetwork.draw(seed, ExportFormat.QCDQ).model());
        differences.addAll(values(drawn, file, QcdqImporter.read(plain), "as qcdq"));
      }
    } catch (InvalidInputException e) {
      differences.add("refused: " + e.getMessage());
    } finally {
      Files.deleteIfExists(plain);
      Files.deleteIfExists(again);
    }
    return differences;
  }

  private static List<String> widths(QcdqFile file, Map<String, Integer> drawn) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    List<String> differences = new ArrayList<>();
    for (Layer layer : deployed.network().layers()) {
      Integer bits = drawn.get(layer.name());
      if (bits != null && bits != deployed.plan().readBits(layer)) {
        differences.add(
            layer.name() + " reads " + deployed.plan().readBits(layer) + " bits, drawn " + bits);
      }
    }
    return differences;
  }

  private List<String> simulations(QcdqFile file, QcdqFile twin) {
    NetworkSimulation one = simulated(file);
    NetworkSimulation other = simulated(twin);
    List<String> differences = new ArrayList<>();
    if (one.layers().size() != other.layers().size()) {
      return List.of(one.layers().size() + " steps, requantized " + other.layers().size());
    }
    for (int i = 0; i < one.layers().size(); i++) {
      if (!one.layers().get(i).equals(other.layers().get(i))) {
        differences.add(
            one.layers().get(i).workload() + ", requantized " + other.layers().get(i).workload());
      }
    }
    return differences;
  }

  private NetworkSimulation simulated(QcdqFile file) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    return Simulator.simulate(deployed.network(), deployed.plan(), hardware);
  }

  private List<String> clocks(QcdqFile file, float[] image) {
    return DeployedNetwork.of(file, 2, 8)
        .run(image, 1, hardware, true, (number, count, step, cycles) -> {})
        .steps()
        .stream()
        .filter(s -> !s.differences().isEmpty() || !s.integers())
        .map(s -> s.name() + ": " + (s.integers() ? s.differences() : "not in integers"))
        .toList();
  }

  private static List<String> values(
      PassedCodesNetwork drawn, QcdqFile file, QcdqFile twin, String spelling) {
    List<String> differences = new ArrayList<>();
    List<float[]> theirs = exact(drawn, twin).outputs();
    IntegerInference.Exact exact = exact(drawn, file);
    List<float[]> ours = exact.outputs();
    exact.errors().stream()
        .filter(e -> e.unexplained() > 0)
        .forEach(e -> differences.add("codes by multiplier and shift: " + e));
    for (int i = 0; i < IMAGES; i++) {
      differences.addAll(compared(spelling, ours.get(i), theirs.get(i)));
      float[] plain = file.quantization().run(file.network(), drawn.pixels(i));
      differences.addAll(compared("plain Java", ours.get(i), plain));
    }
    return differences;
  }

  /** Steps are powers of two and ties many, which only thresholds decide as floats do. */
  private static IntegerInference.Exact exact(PassedCodesNetwork drawn, QcdqFile file) {
    return IntegerInference.of(file).exact(drawn::pixels, IMAGES, 1);
  }

  private static List<String> onnxRuntime(
      PassedCodesNetwork drawn, QcdqFile file, List<Path> models) {
    List<String> differences = new ArrayList<>();
    List<float[]> ours = exact(drawn, file).outputs();
    for (Path model : models) {
      try (var session = OnnxRuntimeSession.open(model, Optimization.NONE, 1)) {
        for (int i = 0; i < IMAGES; i++) {
          differences.addAll(
              compared(
                  "ONNX Runtime on " + model.getFileName(),
                  ours.get(i),
                  session.run(drawn.pixels(i), drawn.image())));
        }
      }
    }
    return differences;
  }

  private static List<String> compared(String by, float[] ours, float[] theirs) {
    int at = Arrays.mismatch(ours, theirs);
    boolean zeros = at >= 0 && equalValues(ours, theirs);
    return at < 0 || zeros
        ? List.of()
        : List.of("logits " + Arrays.toString(ours) + ", " + by + " " + Arrays.toString(theirs));
  }

  /** 0 and -0 are one value. */
  private static boolean equalValues(float[] ours, float[] theirs) {
    boolean equal = ours.length == theirs.length;
    for (int i = 0; i < ours.length && equal; i++) {
      equal = ours[i] == theirs[i];
    }
    return equal;
  }
}
