package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.simulator.workload.ConversionForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerInferenceTest {
  @TempDir private Path folder;

  private QcdqFile exported(Network network, NetworkQuantization quantization) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(network, quantization, file);
    return QcdqImporter.read(file);
  }

  /** One fully connected layer: its integers can be done by hand. */
  private static Network dense(int features, int classes) {
    return new Network(
        "dense",
        List.of("x"),
        List.of("y"),
        List.of(new Layer.FullyConnected("fc", "x", "y", features, classes, false)),
        Map.of("x", TensorShape.of(1, features), "y", TensorShape.of(1, classes)),
        Parameters.of(
            Map.of(
                "fc.weight",
                new WeightTensor(
                    TensorShape.of(classes, features), new float[classes * features]))),
        true);
  }

  private QcdqFile dense(byte[] levels, int features, float step, Activations input)
      throws IOException {
    TensorShape shape = TensorShape.of(levels.length / features, features);
    return exported(
        dense(features, shape.dim(0)),
        new NetworkQuantization(
            Map.of("fc", new Weights(shape, levels, List.of(step))), Map.of("fc", List.of(input))));
  }

  /** Codes 1, 3, 0, 2 of step 1/2; powers of two are exact. */
  @ParameterizedTest
  @CsvSource({
    "'-3,-1,1,3', 2, MID_RISE, 0",
    "'-2,-1,0,1', 2, TWOS_COMPLEMENT, -3",
    "'-1,0,1,1', 2, TWOS_COMPLEMENT, 1",
    "'-1,1,1,1', 1, MID_RISE, 4",
    "'-127,3,127,1', 7, MID_RISE, -116",
    "'-128,3,127,1', 8, TWOS_COMPLEMENT, -117"
  })
  void encodingsAreFoundPackedAndRight(String levels, int bits, Encoding encoding, int sum)
      throws IOException {
    byte[] all = new byte[4];
    for (int i = 0; i < 4; i++) {
      all[i] = Byte.parseByte(levels.split(",", -1)[i]);
    }
    IntegerInference integers =
        IntegerInference.of(dense(all, 4, 0.25f, new Activations(0.5f, 2, false)));

    IntegerStorage.LayerCodes layer = integers.storage().layers().get(0);
    assertThat(layer.bits()).isEqualTo(bits);
    assertThat(layer.encoding()).isEqualTo(encoding);
    assertThat(layer.bytes()).isEqualTo((4 * bits + 7) / 8);
    assertThat(integers.outputs(i -> new float[] {0.5f, 7, -1, 1}, 1, 1).get(0))
        .containsExactly(sum * 0.125f);
  }

  @Tag("slow")
  @Test
  void accumulatorsAreCheckedWhenANetworkIsLoaded() throws IOException {
    byte[] levels = new byte[70_000];
    Arrays.fill(levels, (byte) -128);
    QcdqFile file = dense(levels, 70_000, 1, new Activations(1, 8, false));

    assertThatThrownBy(() -> IntegerInference.of(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "model.onnx: node 'fc': found sums up to 2284800000, expected accumulators of 32 bits"
                + " (integer execution)");
  }

  @Tag("slow")
  @Test
  void threadsDoNotChangeABit() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(4);
    QcdqFile file = exported(drawn.network(), drawn.quantization());
    IntegerInference integers = IntegerInference.of(file);

    List<float[]> one = integers.outputs(i -> SmallDeployed.image(file.network(), i), 40, 1);
    List<float[]> three = integers.outputs(i -> SmallDeployed.image(file.network(), i), 40, 3);

    assertThat(three).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(three.get(i)).containsExactly(one.get(i));
    }
    assertThat(one.stream().map(Arrays::hashCode).distinct().count()).isGreaterThan(5);
  }

  /** Levels of a quantized layer are packed at its width: what a file of floats takes 16 times. */
  @Test
  void storageIsWhatThePackedCodesTake() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(4);
    IntegerStorage storage =
        IntegerInference.of(exported(drawn.network(), drawn.quantization())).storage();

    assertThat(storage.layers()).hasSize(5);
    assertThat(storage.weights())
        .isEqualTo(storage.layers().stream().mapToLong(l -> l.weights()).sum());
    for (IntegerStorage.LayerCodes layer : storage.layers()) {
      assertThat(layer.bytes()).isEqualTo((layer.weights() * layer.bits() + 7) / 8);
    }
    assertThat(storage.floatWeightBytes()).isEqualTo(4 * storage.weights());
    for (IntegerStorage.LayerConversion c : storage.conversions()) {
      assertThat(c.bytes()).isLessThanOrEqualTo(c.thresholdBytes());
      assertThat(c.form() == ConversionForm.MULTIPLY_SHIFT).isEqualTo(c.bits() > 2);
      assertThat(c.thresholdBytes())
          .isGreaterThanOrEqualTo(4L * c.channels() * ((1 << c.bits()) - 2));
      assertThat(c.multiplyShiftBytes()).isEqualTo(7L * c.channels());
    }
    assertThat(storage.conversionBytes()).isLessThan(storage.thresholdBytes() / 10);
  }
}
