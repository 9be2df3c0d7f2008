package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NonNegative;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operator in every spelling: what is said never to be below zero is not. */
class NonNegativeOperatorsTest {
  @TempDir private Path folder;

  private int found;

  @Test
  void whatIsFoundHolds() throws IOException {
    Path file = folder.resolve("one.onnx");
    for (OneOperator one : OperatorDifferenceTest.cases().toList()) {
      Files.write(file, one.model().toByteArray());
      Network network = OnnxImporter.read(file);
      float[] input = one.input(1);
      require(one, network, input, Set.of());
      for (int i = 0; i < input.length; i++) {
        input[i] = Math.abs(input[i]);
      }
      require(one, network, input, Set.copyOf(network.inputs()));
    }
    assertThat(found).isGreaterThan(500);
  }

  private void require(OneOperator one, Network network, float[] input, Set<String> known) {
    Map<String, Layer> producers = network.producers();
    ReferenceExecutor.runAll(network, input)
        .forEach(
            (tensor, values) -> {
              if (NonNegative.of(tensor, network, producers, known)) {
                found++;
                for (float value : values.values()) {
                  assertThat(value < 0).as("%s: %s of %s", one, value, tensor).isFalse();
                }
              }
            });
  }
}
