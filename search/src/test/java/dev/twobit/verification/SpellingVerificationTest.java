package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.verification.SpelledNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spellings as files; of networks as they are, {@link RandomNetworks} holds many more. */
@Tag("slow")
class SpellingVerificationTest {
  private static final int NETWORKS = 12;

  @TempDir private Path folder;

  @Test
  void aFileCostsTheSameHoweverItIsWrittenAndOnnxRuntimeComputesTheSame() throws IOException {
    for (long seed = 0; seed < NETWORKS; seed++) {
      SpelledNetworks drawn = SpelledNetworks.draw(seed, 3);
      Network first = drawn.spellings().get(0);
      float[] image = image(first, seed);
      float[] expected = ReferenceExecutor.run(first, image);
      double largest = 1e-6;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (Network spelling : drawn.spellings()) {
        Path file = folder.resolve(seed + spelling.name() + ".onnx");
        OnnxExporter.write(spelling, file);
        Network read = NetworkCanonicalizer.canonical(OnnxImporter.read(file));
        assertThat(cycles(read, drawn)).as(seed + spelling.name()).isEqualTo(cycles(first, drawn));
        try (OnnxRuntimeSession session = OnnxRuntimeSession.open(file)) {
          float[] found = session.run(drawn.image(spelling, image), spelling.shape("image"));
          for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i])
                .as(seed + spelling.name())
                .isCloseTo(expected[i], within(1e-3 * largest));
          }
        }
      }
    }
  }

  private static long cycles(Network network, SpelledNetworks drawn) {
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 2, 8), drawn.hardware())
        .latencyCycles();
  }

  private static float[] image(Network network, long seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) network.shape("image").elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 2 * random.nextFloat() - 1;
    }
    return image;
  }
}
