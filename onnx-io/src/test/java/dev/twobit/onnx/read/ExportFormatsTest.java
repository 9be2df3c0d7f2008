package dev.twobit.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.QonnxDomain;
import dev.twobit.onnx.QuantInStandardOperators;
import dev.twobit.onnx.SharedModelsTest;
import dev.twobit.onnx.SmallQuantized;
import dev.twobit.onnx.SmallQuantized.Levels;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The three formats say the same integers, to us and to ONNX Runtime. */
class ExportFormatsTest {
  private static final Network NETWORK = SmallQuantized.NETWORK;
  private static final TensorShape IMAGE = TensorShape.of(1, 1, 16, 16);

  @TempDir private Path folder;

  static Stream<Arguments> quantizations() {
    List<Arguments> all = new ArrayList<>();
    for (int bits = 1; bits <= 8; bits++) {
      all.add(Arguments.of(Levels.MID_RISE, bits, bits % 2 == 0));
      all.add(Arguments.of(Levels.TWOS_COMPLEMENT, bits, bits % 2 == 1));
    }
    all.add(Arguments.of(Levels.MID_RISE, 2, false));
    all.add(Arguments.of(Levels.TERNARY, 2, false));
    all.add(Arguments.of(Levels.TERNARY, 2, true));
    return all.stream();
  }

  private Path written(NetworkQuantization quantization, ExportFormat format) throws IOException {
    Path file = folder.resolve(format.text() + ".onnx");
    OnnxExporter.write(NETWORK, quantization, format, Map.of("bits", "2"), file);
    return file;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("quantizations")
  void everyFormatGivesBackTheIntegers(Levels kind, int bits, boolean perChannel)
      throws IOException {
    NetworkQuantization given = SmallQuantized.of(kind, bits, perChannel);
    for (ExportFormat format : ExportFormat.values()) {
      QcdqFile read = QcdqImporter.read(written(given, format));

      if (format == ExportFormat.QONNX || format == ExportFormat.QCDQ || bits <= 4) {
        assertThat(read.format()).isEqualTo(format);
      }
      assertThat(read.metadata()).isEqualTo(Map.of("bits", "2"));
      assertThat(read.network().layers()).isEqualTo(NETWORK.layers());
      assertThat(read.quantization().inputs()).as("%s", format).isEqualTo(given.inputs());
      assertThat(read.quantization().weights()).hasSameSizeAs(given.weights());
      given
          .weights()
          .forEach(
              (layer, weights) -> {
                var own = Objects.requireNonNull(read.quantization().weights().get(layer));
                assertThat(own.levels()).as("%s %s", format, layer).isEqualTo(weights.levels());
                assertThat(own.steps()).isEqualTo(weights.steps());
                assertThat(read.network().parameters().get(layer + ".weight").values())
                    .isEqualTo(weights.values().values());
              });
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("quantizations")
  void onnxRuntimeComputesTheSameOfAll(Levels kind, int bits, boolean perChannel)
      throws IOException {
    NetworkQuantization given = SmallQuantized.of(kind, bits, perChannel);
    Path qcdq = written(given, ExportFormat.QCDQ);
    Path int2 = written(given, ExportFormat.QDQ_INT2);
    byte[] qonnx = QuantInStandardOperators.of(ModelFile.read(written(given, ExportFormat.QONNX)));
    List<float[]> expected = images(OnnxRuntimeSession.open(qcdq, Optimization.NONE, 1));

    List<Double> differences = new ArrayList<>();
    for (Optimization o : List.of(Optimization.BASIC, Optimization.EXTENDED, Optimization.ALL)) {
      add(differences, expected, images(OnnxRuntimeSession.open(qcdq, o, 1)));
    }
    for (Optimization o :
        List.of(Optimization.NONE, Optimization.BASIC, Optimization.ALL_BUT_QDQ)) {
      add(differences, expected, images(OnnxRuntimeSession.open(int2, o, 1)));
    }
    add(differences, expected, images(OnnxRuntimeSession.of(qonnx, "qonnx", Optimization.NONE, 1)));

    // A sum half way between two codes may round apart where nodes are fused.
    assertThat(differences.stream().filter(d -> d < 1e-4).count())
        .as("%s", differences)
        .isGreaterThanOrEqualTo(differences.size() * 9L / 10);
  }

  private static List<float[]> images(OnnxRuntimeSession session) {
    try (session) {
      List<float[]> outputs = new ArrayList<>();
      for (long seed = 1; seed <= 3; seed++) {
        outputs.add(session.run(SmallQuantized.image(seed), IMAGE));
      }
      return outputs;
    }
  }

  private static void add(List<Double> differences, List<float[]> a, List<float[]> b) {
    for (int i = 0; i < a.size(); i++) {
      differences.add(SharedModelsTest.relativeDifference(a.get(i), b.get(i)));
    }
  }

  @Test
  void plainJavaComputesWhatTheOtherReadingOfQuantDoes() throws IOException {
    NetworkQuantization given = SmallQuantized.of(Levels.MID_RISE, 2, false);
    QcdqFile read = QcdqImporter.read(written(given, ExportFormat.QONNX));
    byte[] qonnx = QuantInStandardOperators.of(ModelFile.read(folder.resolve("qonnx.onnx")));

    try (var session = OnnxRuntimeSession.of(qonnx, "qonnx", Optimization.NONE, 1)) {
      float[] theirs = session.run(SmallQuantized.image(1), IMAGE);
      float[] ours = read.quantization().run(read.network(), SmallQuantized.image(1));
      assertThat(SharedModelsTest.relativeDifference(ours, theirs)).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void narrowCodesAndOneSignedBitComeBack(ExportFormat format) throws IOException {
    NetworkQuantization given = SmallQuantized.of(Levels.TERNARY, 2, false);
    Map<String, List<Activations>> inputs = new java.util.HashMap<>(given.inputs());
    List<Activations> odd =
        List.of(
            new Activations(0.3f, 2, true, true),
            new Activations(0.3f, 2, false, true),
            new Activations(0.3f, 1, true),
            new Activations(0.3f, 8, true, true));
    int i = 0;
    for (String layer : List.copyOf(given.weights().keySet())) {
      inputs.put(layer, List.of(odd.get(i++ % odd.size())));
    }
    var changed = new NetworkQuantization(given.weights(), inputs);

    assertThat(QcdqImporter.read(written(changed, format)).quantization().inputs())
        .isEqualTo(inputs);
  }

  @Test
  void twoBitsAreStoredInTwoBits() throws IOException {
    NetworkQuantization given = SmallQuantized.of(Levels.MID_RISE, 2, false);
    Path plain = folder.resolve("float.onnx");
    OnnxExporter.write(NETWORK, plain);
    long floats = Files.size(plain);
    long bytes = Files.size(written(given, ExportFormat.QCDQ));
    long packed = Files.size(written(given, ExportFormat.QDQ_INT2));

    int weights = given.weights().values().stream().mapToInt(w -> w.levels().length).sum();
    assertThat(bytes).isLessThan(floats - 2L * weights);
    assertThat(packed).isLessThan(bytes - weights / 2);
    for (TensorProto tensor :
        ModelFile.read(folder.resolve("qdq-int2.onnx")).getGraph().getInitializerList()) {
      if (tensor.getName().endsWith(".levels")) {
        assertThat(tensor.getDataType()).isEqualTo(TensorProto.DataType.INT2_VALUE);
      }
    }
  }

  @Test
  void fourValuesAByteTheFirstInTheLowestBits() {
    byte[] packed = PackedIntegers.INT2.pack(new int[] {-2, -1, 0, 1, 1});

    assertThat(packed).containsExactly(0b01_00_11_10, 0b01);
    var buffer = java.nio.ByteBuffer.wrap(packed);
    assertThat(List.of(0, 1, 2, 3, 4).stream().map(i -> PackedIntegers.INT2.at(buffer, i)))
        .containsExactly(-2L, -1L, 0L, 1L, 1L);
    assertThat(PackedIntegers.UINT4.at(java.nio.ByteBuffer.wrap(new byte[] {(byte) 0xf3}), 1))
        .isEqualTo(15);
  }

  @Test
  void quantNodesAreWrittenAsQonnxDocumentsThem() throws IOException {
    ModelProto model =
        ModelFile.read(written(SmallQuantized.of(Levels.MID_RISE, 2, false), ExportFormat.QONNX));

    assertThat(model.getOpsetImportList())
        .anyMatch(o -> o.getDomain().equals("qonnx.custom_op.general") && o.getVersion() == 1);
    List<NodeProto> quants =
        model.getGraph().getNodeList().stream().filter(n -> n.getOpType().equals("Quant")).toList();
    assertThat(quants).isNotEmpty();
    for (NodeProto quant : quants) {
      assertThat(quant.getDomain()).isEqualTo("qonnx.custom_op.general");
      assertThat(quant.getInputCount()).isEqualTo(4);
      assertThat(quant.getAttributeList().stream().map(a -> a.getName()))
          .containsExactlyInAnyOrder("signed", "narrow", "rounding_mode");
    }
  }

  /** Table of QONNX's document: scale 1, 3 bits signed, ties to even; -0.5 makes levels odd. */
  @Test
  void quantRoundsHalfToEvenAndClips() throws IOException {
    WeightTensor x = WeightTensor.vector(2.5f, 1.6f, 1.1f, -1.1f, -1.6f, -2.5f, 5.5f, -5.5f);
    var graph = new GraphWriter("g");
    graph.floats("x", x);
    graph.scalar("scale", 1);
    graph.scalar("zero", 0);
    graph.scalar("half", -0.5);
    graph.scalar("bits", 3);
    for (String zero : List.of("zero", "half")) {
      graph.foreignNode(
          QonnxDomain.NAME, "Quant", zero + "q", List.of("x", "scale", zero, "bits"), zero + "q");
    }
    var proto = graph.build();
    ModelIndex index = new ModelIndex(Path.of("t.onnx"), proto);
    Constant constant = index.constant(proto.getNode(0), 0).orElseThrow();

    CodedWeights even = QonnxQuant.of(index, proto.getNode(0)).weights(constant);
    CodedWeights odd = QonnxQuant.of(index, proto.getNode(1)).weights(constant);

    assertThat(even.levels()).containsExactly(2, 2, 1, -1, -2, -2, 3, -4);
    assertThat(odd.levels()).containsExactly(5, 3, 3, -3, -3, -5, 7, -7);
    assertThat(odd.steps()).containsExactly(0.5f);
  }

  /** Its weights have the input channels first; where there are as many, values tell. */
  @ParameterizedTest
  @CsvSource({"8, 16, 1", "8, 8, 1", "8, 8, 0"})
  void aTransposedConvolutionHasAStepAnOutputChannel(int inputs, int outputs, int axis)
      throws IOException {
    Random random = new Random(inputs + outputs + axis);
    TensorShape shape = TensorShape.of(inputs, outputs, 2, 2);
    byte[] levels = new byte[(int) shape.elementCount()];
    random.nextBytes(levels);
    List<Float> steps = new ArrayList<>();
    for (int i = 0; i < shape.dim(axis); i++) {
      steps.add(0.1f + random.nextFloat());
    }
    var weights = new NetworkQuantization.Weights(shape, levels, steps, axis);
    NetworkQuantization given =
        new NetworkQuantization(
            Map.of("up", weights), Map.of("up", List.of(new Activations(0.5f, 4, true))));
    Network network =
        new Network(
            "up",
            List.of("image"),
            List.of("up"),
            List.of(
                new Layer.TransposedConvolution(
                    "up", "image", "up", inputs, outputs, Window.square(2, 2, 0), 1, false)),
            Map.of(
                "image", TensorShape.of(1, inputs, 3, 3), "up", TensorShape.of(1, outputs, 6, 6)),
            Parameters.empty().with(Map.of("up.weight", weights.values())),
            false);
    float[] image = new float[inputs * 9];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    for (ExportFormat format : ExportFormat.values()) {
      Path file = folder.resolve(format.text() + ".onnx");
      OnnxExporter.write(network, given, format, Map.of(), file);
      QcdqFile read = QcdqImporter.read(file);

      NetworkQuantization.Weights own =
          Objects.requireNonNull(read.quantization().weights().get("up"));
      assertThat(own.axis()).isEqualTo(axis);
      assertThat(own.steps()).isEqualTo(steps);
      assertThat(own.levels()).isEqualTo(weights.levels());
    }
    try (var session = OnnxRuntimeSession.open(folder.resolve("qcdq.onnx"), Optimization.NONE, 1)) {
      float[] theirs = session.run(image, TensorShape.of(1, inputs, 3, 3));
      assertThat(given.run(network, image))
          .hasSameSizeAs(theirs)
          .containsExactly(theirs, within(1e-3f));
    }
  }
}
