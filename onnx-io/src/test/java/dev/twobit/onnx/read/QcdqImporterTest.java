package dev.twobit.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.QuantizedExportTest;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QcdqImporterTest {
  private static final Network NETWORK = QuantizedExportTest.RESNET8;

  @TempDir private Path folder;

  private Path exported() throws IOException {
    Path file = folder.resolve("deployed.onnx");
    OnnxExporter.write(NETWORK, QuantizedExportTest.deployed(), file);
    return file;
  }

  @Tag("slow")
  @Test
  void givesBackWhatWasExported() throws IOException {
    NetworkQuantization written = QuantizedExportTest.deployed();

    QcdqFile read = QcdqImporter.read(exported());

    assertThat(read.isQuantized()).isTrue();
    assertThat(read.network().layers()).isEqualTo(NETWORK.layers());
    assertThat(read.quantization().inputs()).isEqualTo(written.inputs());
    assertThat(read.quantization().weights()).containsOnlyKeys(written.weights().keySet());
    written
        .weights()
        .forEach(
            (layer, weights) -> {
              var own = Objects.requireNonNull(read.quantization().weights().get(layer));
              assertThat(own.levels()).as(layer).isEqualTo(weights.levels());
              assertThat(own.steps()).as(layer).isEqualTo(weights.steps());
              assertThat(read.network().parameters().get(layer + ".weight").values())
                  .as(layer)
                  .containsExactly(weights.values().values());
            });
  }

  @Tag("slow")
  @Test
  void theProbeGivesTheCodesBesideTheOutput() throws IOException {
    Path file = exported();
    QcdqFile read = QcdqImporter.read(file);
    float[] image = new float[32 * 32];
    for (int i = 0; i < image.length; i++) {
      image[i] = (i * 37 % 200 - 100) * 0.02f;
    }

    try (var probe = OnnxRuntimeSession.of(read.probe(), "probe", Optimization.ALL, 1);
        var plain = OnnxRuntimeSession.open(file)) {
      TensorShape shape = TensorShape.of(1, 1, 32, 32);
      Map<String, float[]> all = probe.runAll(image, shape);

      assertThat(all.get(NETWORK.outputs().get(0))).containsExactly(plain.run(image, shape));
      read.codes()
          .forEach(
              (coded, name) -> {
                for (float code : Objects.requireNonNull(all.get(name), name)) {
                  assertThat(code)
                      .isBetween((float) coded.form().leastCode(), (float) coded.form().mostCode());
                }
              });
      String imageCodes =
          read.codes().entrySet().stream()
              .filter(e -> e.getKey().tensor().equals(NETWORK.inputs().get(0)))
              .findFirst()
              .orElseThrow()
              .getValue();
      assertThat(Objects.requireNonNull(all.get(imageCodes))[0])
          .isEqualTo((float) Math.rint(image[0] / 0.03f));
    }
  }

  @Test
  void aFloatFileHasNoIntegers() throws IOException {
    Path file = folder.resolve("float.onnx");
    OnnxExporter.write(NETWORK, file);

    QcdqFile read = QcdqImporter.read(file);

    assertThat(read.isQuantized()).isFalse();
    assertThat(read.network().layers()).isEqualTo(OnnxImporter.read(file).layers());
    assertThat(read.probe()).isEmpty();
  }

  /** Every file of the index and every broken one: the network, or the same error. */
  @Tag("slow")
  @Test
  void filesWithoutItAreReadAsEver() throws IOException {
    Path models = SharedModels.require("models");
    List<Path> files;
    try (Stream<Path> all = Files.walk(models)) {
      files =
          all.filter(p -> p.toString().endsWith(".onnx"))
              .filter(p -> p.toFile().length() < 2_000_000)
              .filter(p -> !p.toString().matches(".*(TFC|g03_domain|g12_qonnx).*")) // QONNX
              .sorted()
              .toList();
    }
    for (Path file : files) {
      assertThat(outcome(() -> QcdqImporter.read(file).network()))
          .as("%s", file)
          .isEqualTo(outcome(() -> OnnxImporter.read(file)));
    }
    assertThat(files).hasSizeGreaterThan(10);
  }

  private static String outcome(Supplier<Network> read) {
    try {
      Network network = read.get();
      return network.layers().size() + " layers to " + network.outputs();
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Every image is moved by as much: what is computed changes, for ONNX Runtime alike. */
  @Test
  void aZeroPointIsReadAndWrittenAgain() throws IOException {
    Path file = exported();
    ModelProto model = ModelFile.read(file);
    GraphProto.Builder graph = model.getGraph().toBuilder();
    TensorProto.Builder zero = zeroOfTheFirst(graph);
    zero.setRawData(com.google.protobuf.ByteString.copyFrom(new byte[] {3}));
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());

    QcdqFile read = QcdqImporter.read(file);

    assertThat(read.quantization().inputs().values().stream().flatMap(List::stream))
        .filteredOn(form -> form.zero() == 3)
        .isNotEmpty()
        .allMatch(form -> form.leastCode() == -131 && form.mostCode() == 124);
    for (ExportFormat format : ExportFormat.values()) {
      Path again = folder.resolve(format + ".onnx");
      OnnxExporter.write(read.network(), read.quantization(), format, java.util.Map.of(), again);
      assertThat(QcdqImporter.read(again).quantization().inputs())
          .isEqualTo(read.quantization().inputs());
    }
  }

  @Test
  void twoZeroPointsAreRefusedByName() throws IOException {
    Path file = exported();
    ModelProto model = ModelFile.read(file);
    GraphProto.Builder graph = model.getGraph().toBuilder();
    TensorProto.Builder zero = zeroOfTheFirst(graph);
    graph.addInitializer(
        zero.clone()
            .setName("other")
            .setRawData(com.google.protobuf.ByteString.copyFrom(new byte[] {3})));
    graph.getNodeBuilderList().stream()
        .filter(n -> n.getOpType().equals("QuantizeLinear"))
        .filter(n -> n.getInput(2).equals(zero.getName()))
        .forEach(n -> n.setInput(2, "other"));
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());

    assertThatThrownBy(() -> QcdqImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(zero.getName().replace(".zero", ""))
        .hasMessageContaining("zero point: found 0")
        .hasMessageContaining("expected QuantizeLinear's 3");
  }

  private static TensorProto.Builder zeroOfTheFirst(GraphProto.Builder graph) {
    return graph.getInitializerBuilderList().stream()
        .filter(t -> t.getName().endsWith(".q8.zero"))
        .findFirst()
        .orElseThrow();
  }
}
