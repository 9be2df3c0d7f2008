package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

public class QuantizedExportTest {
  public static final Network RESNET8 = ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 3);

  @TempDir private Path folder;

  /** Inner layers at 2 bits, first, last and shortcut layers and the residual path at 8. */
  public static NetworkQuantization deployed() {
    Map<String, Weights> weights = new HashMap<>();
    Map<String, List<Activations>> inputs = new HashMap<>();
    Map<String, Role> roles = ConvolutionRoles.of(RESNET8);
    for (Layer layer : RESNET8.layers()) {
      Activations eightBits = new Activations(0.0512f, 8, layer.asAdd().isPresent());
      if (roles.get(layer.name()) == Role.QUANTIZED) {
        weights.put(layer.name(), midRise(weight(layer), 0.0937f));
        inputs.put(layer.name(), List.of(new Activations(0.713f, 2, false)));
      } else if (roles.containsKey(layer.name())) {
        weights.put(layer.name(), perChannel(weight(layer)));
        boolean image = roles.get(layer.name()) == Role.FIRST;
        inputs.put(layer.name(), List.of(new Activations(0.03f, 8, image)));
      } else if (layer.asAdd().isPresent()) {
        inputs.put(layer.name(), Collections.nCopies(2, eightBits));
      }
    }
    return new NetworkQuantization(weights, inputs);
  }

  private static WeightTensor weight(Layer layer) {
    return RESNET8.parameters().get(layer.name() + ".weight");
  }

  private static Weights midRise(WeightTensor w, float step) {
    byte[] levels = new byte[w.values().length];
    for (int i = 0; i < levels.length; i++) {
      int code = (int) Math.max(0, Math.min(3, Math.floor(w.values()[i] / (2 * step)) + 2));
      levels[i] = (byte) (2 * code - 3);
    }
    return new Weights(w.shape(), levels, List.of(step));
  }

  private static Weights perChannel(WeightTensor w) {
    byte[] levels = new byte[w.values().length];
    int each = levels.length / w.shape().dim(0);
    List<Float> steps = new ArrayList<>();
    for (int k = 0; k < w.shape().dim(0); k++) {
      float largest = 0;
      for (int i = k * each; i < (k + 1) * each; i++) {
        largest = Math.max(largest, Math.abs(w.values()[i]));
      }
      float step = largest / 127;
      steps.add(step);
      for (int i = k * each; i < (k + 1) * each; i++) {
        levels[i] = (byte) Math.rint(w.values()[i] / step);
      }
    }
    return new Weights(w.shape(), levels, steps);
  }

  private static float[] image(long seed) {
    Random random = new Random(seed);
    float[] values = new float[32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Optimization.class)
  void onnxRuntimeComputesWhatPlainJavaDoes(Optimization optimization) throws IOException {
    Path file = folder.resolve("deployed.onnx");
    NetworkQuantization quantization = deployed();
    OnnxExporter.write(RESNET8, quantization, file);

    try (var session = OnnxRuntimeSession.open(file, optimization, 1)) {
      for (long seed = 1; seed <= 5; seed++) {
        float[] ours = quantization.run(RESNET8, image(seed));
        float[] theirs = session.run(image(seed), TensorShape.of(1, 1, 32, 32));
        // The steps are chosen so that no sum lies half way between two codes.
        assertThat(SharedModelsTest.relativeDifference(ours, theirs))
            .as("image %d", seed)
            .isLessThan(1e-4);
      }
    }
  }

  @Test
  void quantizationIsNotWithoutEffect() {
    float[] quantized = deployed().run(RESNET8, image(1));
    float[] plain = ReferenceExecutor.run(RESNET8, image(1));

    assertThat(SharedModelsTest.relativeDifference(quantized, plain)).isGreaterThan(0.05);
  }

  @Test
  void integerWeightsMakeTheFileSmaller() throws IOException {
    Path plain = folder.resolve("float.onnx");
    Path integer = folder.resolve("integer.onnx");

    OnnxExporter.write(RESNET8, plain);
    OnnxExporter.write(RESNET8, deployed(), integer);

    assertThat(Files.size(integer)).isLessThan(Files.size(plain) / 2);
  }

  @Test
  void codesAreRoundedHalfToEvenAndClipped() {
    WeightTensor x = WeightTensor.vector(-1, 0.25f, 0.75f, 1.25f, 1.6f, 9);

    assertThat(new Activations(0.5f, 2, false).apply(x).values())
        .containsExactly(0, 0, 1, 1, 1.5f, 1.5f);
    assertThat(new Activations(0.5f, 2, true).apply(x).values())
        .containsExactly(-1, 0, 0.5f, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void formsMustBeAsManyAsInputs() {
    Layer add = RESNET8.layers().stream().filter(l -> l.asAdd().isPresent()).findFirst().get();
    var one =
        new NetworkQuantization(Map.of(), Map.of(add.name(), List.of(new Activations(1, 8, true))));

    assertThatThrownBy(() -> OnnxExporter.write(RESNET8, one, folder.resolve("x.onnx")))
        .hasMessageContaining(add.name())
        .hasMessageContaining("2 tensors, found 1");
    assertThat(folder).isEmptyDirectory();
  }
}
