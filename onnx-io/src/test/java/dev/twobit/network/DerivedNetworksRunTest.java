package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.ModelZoo.Model;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime loads derived networks of random widths and computes what the plain code does. */
@Tag("slow")
class DerivedNetworksRunTest {
  static Stream<Network> networks() {
    Stream<Model> zoo =
        Stream.of(Model.RESNET8, Model.MOBILENET_V2, Model.SQUEEZENET, Model.INCEPTION_V1);
    return Stream.concat(
        SmallNetworks.all().stream().map(Sketch.Drawn::network),
        zoo.map(m -> ModelZoo.build(m, 3, 10, m == Model.RESNET8 ? 16 : 40, 1)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void derivedNetworksRunAlikeInOnnxRuntime(Network network, @TempDir Path folder)
      throws Exception {
    for (Derivation how : Derivation.values()) {
      Random random = new Random(1 + how.ordinal());
      Network derived = how.adapt(network, randomWidths(network, how, random));
      Network weighted = derived.withParameters(Sketch.weights(derived, random));
      Path file = folder.resolve(how + ".onnx");
      OnnxExporter.write(weighted, file);
      assertThat(OnnxImporter.read(file).shapes())
          .containsAllEntriesOf(shapes(TransposeFolder.fold(weighted)));
      TensorShape shape = weighted.shape(weighted.inputs().get(0));
      float[] image = new float[(int) shape.elementCount()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      float[] expected = ReferenceExecutor.run(weighted, image);
      try (var session = OnnxRuntimeSession.open(file)) {
        float[] judged = session.run(image, shape);
        double scale = 1e-6;
        for (float v : expected) {
          scale = Math.max(scale, Math.abs(v));
        }
        assertThat(judged).hasSameSizeAs(expected);
        for (int i = 0; i < judged.length; i++) {
          assertThat((double) judged[i]).isCloseTo(expected[i], within(1e-3 * scale));
        }
      }
    }
  }

  private static Map<String, TensorShape> shapes(Network network) {
    Map<String, TensorShape> shapes = new HashMap<>(network.shapes());
    shapes.keySet().removeAll(network.inputs());
    return shapes;
  }

  private static Map<String, Integer> randomWidths(Network network, Derivation how, Random random) {
    ChannelDependencies found = how.dependencies(network);
    Map<String, Integer> widths = new HashMap<>();
    for (WidthGroup group : found.groups()) {
      int most = Math.min(12, group.nominal() / group.multiple());
      int width = group.multiple() * (1 + random.nextInt(most));
      group.layers().forEach(l -> widths.put(l, width));
    }
    return widths;
  }
}
