package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every channel group of a random network shrunk or widened at random: what is built anew fits, and
 * ONNX Runtime, on its export, and the export read again compute what the plain code does.
 */
@Tag("slow")
class RandomNetworksTest {
  /** Networks a run; {@code -Dtwobit.randomNetworks=1000} for more. */
  private static final int NETWORKS = Integer.getInteger("twobit.randomNetworks", 60);

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void networksOfOtherWidthsRunAlike(long seed) throws Exception {
    Network network = RandomNetworks.of(seed).network();
    ShapeJudge.check(network);
    for (Derivation how : Derivation.values()) {
      Random random = new Random(2 * seed + (how == Derivation.TIED ? 1 : 0));
      Network derived = how.adapt(network, widths(network, how, random));
      ShapeJudge.check(derived);
      Network weighted = derived.withParameters(Sketch.weights(derived, random));
      Path file = folder.resolve(how + ".onnx");
      OnnxExporter.write(weighted, file);
      TensorShape shape = weighted.shape(weighted.inputs().get(0));
      float[] image = new float[(int) shape.elementCount()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      float[] expected = ReferenceExecutor.run(weighted, image);
      try (var session = OnnxRuntimeSession.open(file)) {
        requireClose(session.run(image, shape), expected);
      }
      requireClose(ReferenceExecutor.run(OnnxImporter.read(file), image), expected);
    }
  }

  /** A test of networks that cannot change would say nothing. */
  @Test
  void mostOfThemHaveSeveralGroups() {
    long several =
        seeds()
            .filter(
                seed ->
                    ChannelDependencies.tied(RandomNetworks.of(seed).network()).groups().size() > 2)
            .count();
    assertThat(several).isGreaterThan(NETWORKS / 2);
  }

  private static Map<String, Integer> widths(Network network, Derivation how, Random random) {
    ChannelDependencies found = how.dependencies(network);
    Map<String, Integer> widths = new HashMap<>();
    for (WidthGroup group : found.groups()) {
      int steps = 2 * group.nominal() / group.multiple();
      int width = group.multiple() * (1 + random.nextInt(steps));
      group.layers().forEach(l -> widths.put(l, width));
    }
    return widths;
  }

  private static void requireClose(float[] actual, float[] expected) {
    double scale = 1e-6;
    for (float v : expected) {
      scale = Math.max(scale, Math.abs(v));
    }
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-3 * scale));
    }
  }
}
