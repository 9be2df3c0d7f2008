package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose batch or image size is fixed or open, read with the sizes that are asked for. */
class InputSizesTest {
  @TempDir private Path folder;

  /** The batch in a constant too: a Reshape to (batch, -1) in place of the Flatten. */
  private static void reshapes(GraphProto.Builder g, int batch) {
    g.addInitializer(HostileModel.integers("shape", batch, -1));
    g.getNodeBuilder(4).setOpType("Reshape").addInput("shape").clearAttribute();
  }

  private static void sized(GraphProto.Builder g, long... dims) {
    g.setInput(0, HostileModel.tensor("x", DataType.FLOAT, dims));
    g.setOutput(0, HostileModel.tensor("y", DataType.FLOAT, dims[0], 10));
  }

  private static void open(GraphProto.Builder g, int... axes) {
    for (int axis : axes) {
      g.getInputBuilder(0)
          .getTypeBuilder()
          .getTensorTypeBuilder()
          .getShapeBuilder()
          .getDimBuilder(axis)
          .setDimParam("d" + axis);
    }
    g.getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(0)
        .setDimParam("n");
  }

  private Path file(Consumer<GraphProto.Builder> change) throws IOException {
    ModelProto.Builder model = HostileModel.valid();
    change.accept(model.getGraphBuilder());
    return Files.write(folder.resolve("m.onnx"), model.build().toByteArray());
  }

  private static InputSizes batch(int images) {
    return InputSizes.NONE.withBatch(images);
  }

  private static InputSizes shape(String... texts) {
    return InputSizes.parse(List.of(texts));
  }

  /** One network, whichever way its batch comes about; and back to the file's own. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFixedBatchIsSoManyImagesOfTheSameNetwork(boolean inConstants) throws IOException {
    Network one = OnnxImporter.read(file(g -> reshapesIf(inConstants, g, 1)));
    assertThat(one.images()).isEqualTo(1);
    requireEqual(
        OnnxImporter.read(file(g -> reshapesIf(inConstants, g, 1)), batch(8)), one.withImages(8));
    Path eight =
        file(
            g -> {
              sized(g, 8, 3, 8, 8);
              reshapesIf(inConstants, g, 8);
            });
    requireEqual(OnnxImporter.read(eight), one.withImages(8));
    requireEqual(QcdqImporter.read(eight).network(), one.withImages(8));
    for (InputSizes three : List.of(batch(3), shape("x=3x3x8x8"), shape("3x3x8x8").withBatch(3))) {
      requireEqual(OnnxImporter.read(eight, three), one.withImages(3));
    }
    requireEqual(OnnxImporter.read(eight, batch(1)), one);
    assertThat(CostSummary.of(OnnxImporter.read(eight)).macs())
        .isEqualTo(8 * CostSummary.of(one).macs());
  }

  /** But for their weights, which are not compared. */
  private static void requireEqual(Network actual, Network expected) {
    assertThat(actual.withParameters(Parameters.empty()))
        .isEqualTo(expected.withParameters(Parameters.empty()));
  }

  private static void reshapesIf(boolean wanted, GraphProto.Builder g, int batch) {
    if (wanted) {
      reshapes(g, batch);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOpenBatchIsSetEvenWhereConstantsFixIt(boolean inConstants) throws IOException {
    Path file =
        file(
            g -> {
              open(g, 0);
              reshapesIf(inConstants, g, 1);
            });
    Network one = OnnxImporter.read(file);
    assertThat(one.dynamicBatch()).isTrue();
    for (InputSizes four : List.of(batch(4), shape("4x3x8x8"))) {
      Network read = OnnxImporter.read(file, four);
      assertThat(read.images()).isEqualTo(4);
      assertThat(read.shapes()).isEqualTo(one.shapes());
      assertThat(read.layers()).isEqualTo(one.layers());
    }
  }

  /** ONNX Runtime, which wants all of a fixed batch, gives what plain Java gives of one image. */
  @Test
  void oneImageOfAFixedBatchIsComputedAlike() throws IOException {
    Path file =
        file(
            g -> {
              sized(g, 5, 3, 8, 8);
              reshapes(g, 5);
            });
    Network network = OnnxImporter.read(file);
    requireSame(network, file);
    Path written = folder.resolve("written.onnx");
    OnnxExporter.write(network, written);
    try (var session = OnnxRuntimeSession.open(written)) {
      assertThat(session.inputShape()).containsExactly(5, 3, 8, 8);
    }
    assertThat(OnnxImporter.read(written).images()).isEqualTo(5);
    requireSame(network, written);
  }

  private static void requireSame(Network network, Path file) {
    TensorShape shape = network.shape("x");
    assertThat(shape.dim(0)).isEqualTo(1);
    float[] image = image(shape);
    float[] expected = ReferenceExecutor.run(network, image);
    try (var session = OnnxRuntimeSession.open(file)) {
      requireClose(session.run(image, shape), expected);
    }
  }

  private static float[] image(TensorShape shape) {
    Random random = new Random(2);
    float[] image = new float[(int) shape.elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static void requireClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-3f * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void openHeightAndWidthAreRefusedWithTheOptionThatSetsThem() throws IOException {
    Path file = file(g -> open(g, 0, 2, 3));
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "m.onnx: input 'x': leaves an axis other than the batch open (?x3x?x?); expected"
                + " --input-shape x=1x3x224x224 or such");
    Network network = OnnxImporter.read(file, shape("1x3x12x10"));
    assertThat(network.shape("x")).isEqualTo(TensorShape.of(1, 3, 12, 10));
    requireEqual(OnnxImporter.read(file, shape("x=7x3x12x10")), network.withImages(7));
    requireEqual(new ModelSource(file, shape("x=1x3x12x10")).read(), network);
  }

  /** The bytes given to ONNX Runtime have the sizes that were read. */
  @Test
  void anotherImageSizeIsTheModelsToo() throws IOException {
    Path file = file(g -> {});
    InputSizes sizes = shape("x=2x3x20x16");
    Network network = OnnxImporter.read(file, sizes);
    assertThat(network.shape("x")).isEqualTo(TensorShape.of(1, 3, 20, 16));
    float[] image = image(network.shape("x"));
    try (var session =
        OnnxRuntimeSession.of(
            OnnxImporter.bytes(file, sizes), "m", OnnxRuntimeSession.Optimization.ALL, 1)) {
      requireClose(session.run(image, network.shape("x")), ReferenceExecutor.run(network, image));
    }
  }

  /** Frames of a clip, averaged: axis 0 is data, whether the file fixes it or leaves it open. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void framesInTheLeadingAxisAreData(boolean openFrames) throws IOException {
    Consumer<GraphProto.Builder> clip =
        g -> {
          sized(g, 8, 3, 8, 8);
          if (openFrames) {
            open(g, 0);
          }
          g.setNode(
              4,
              HostileModel.node("mean", "ReduceMean", List.of("g"), "m")
                  .addAttribute(HostileModel.integers("axes", List.of(0L, 2L, 3L)))
                  .addAttribute(HostileModel.integer("keepdims", 0)));
          g.addInitializer(HostileModel.integers("row", 1, -1));
          g.addNode(5, HostileModel.node("row", "Reshape", List.of("m", "row"), "f"));
          g.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
        };
    Path file = file(clip);
    InputSizes eight = openFrames ? shape("8x3x8x8") : InputSizes.NONE;
    Network network = OnnxImporter.read(file, eight);
    assertThat(network.images()).isEqualTo(1);
    assertThat(network.shape("x")).isEqualTo(TensorShape.of(8, 3, 8, 8));
    assertThat(CostSummary.of(network).macs()).isEqualTo(8 * 64 * (4 * 27 + 6 * 36) + 60);
    assertThat(CostSummary.of(OnnxImporter.read(file, shape("4x3x8x8"))).macs())
        .isEqualTo(4 * 64 * (4 * 27 + 6 * 36) + 60);
    requireSameClip(network, file);
    assertThatThrownBy(() -> OnnxImporter.read(file, batch(2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("m.onnx: --batch: axis 0 of 'x' is no batch: node 'mean")
        .hasMessageEndingWith("expected --input-shape, which sets its extent")
        .hasNoCause();
  }

  private static void requireSameClip(Network network, Path file) {
    float[] clip = image(network.shape("x"));
    try (var session = OnnxRuntimeSession.open(file)) {
      requireClose(session.run(clip, network.shape("x")), ReferenceExecutor.run(network, clip));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "z=1x3x8x8 | found input 'z', expected 'x'",
        "x=3x8x8 | found 3x8x8 for input 'x', expected 4 extents (1x3x8x8)",
        "x=1x3x8x8x1 | expected 4 extents",
        "x=1x5x8x8 | node 'conv1' (Conv): input 1x5x8x8 has 5 channels, but the weight 4x3x3x3",
        "x=1x3x99999x99999 | more than 268435456 elements",
        "1x3x8x8 x=1x3x8x8 | found two shapes of one input",
        "2x3x8x8 x=4x3x8x8 | found two shapes of one input",
        "1x3x8x8 1x3x8x8 | found two shapes without a name",
        "x=1x3x8x8 x=1x3x8x8 | found two shapes of 'x'",
        "x=0x3x8x8 | found 'x=0x3x8x8', expected NAME=1x3x224x224",
        "x=1x3x8x9999999999 | extents of 1 to 999999999",
        "x=1x3x8x-8 | expected NAME=1x3x224x224",
        "x=1x3x8x8x | expected NAME=1x3x224x224",
        "x= | expected NAME=1x3x224x224",
        "abc | expected NAME=1x3x224x224",
        "x=1x3x8x٣ | expected NAME=1x3x224x224",
        "999999999x3x8x8 | batch: found 999999999 images of up to 1 items, expected at most 65536",
      })
  void wrongShapesGetOneLine(String given, String says) throws IOException {
    Path file = file(g -> {});
    assertThatThrownBy(() -> OnnxImporter.read(file, shape(given.split(" "))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(says)
        .hasMessageMatching("(m\\.onnx|--input-shape): [^\\n]*")
        .hasNoCause();
  }

  @Test
  void aBatchThatContradictsTheShapeIsRefused() throws IOException {
    Path file = file(g -> {});
    assertThatThrownBy(() -> OnnxImporter.read(file, shape("2x3x8x8").withBatch(3)))
        .hasMessage(
            "m.onnx: --batch: found 3, but --input-shape has 2x3x8x8; expected its first extent to"
                + " be 1 or the batch");
  }

  @Test
  void aNameIsNeededWhereThereAreTwoInputs() throws IOException {
    Path file =
        file(
            g -> {
              g.addInput(HostileModel.tensor("z", DataType.FLOAT, 1, 6, 1, 1));
              g.addNode(HostileModel.node("sum", "Add", List.of("g", "z"), "both"));
              g.getNodeBuilder(4).setInput(0, "both");
            });
    assertThatThrownBy(() -> OnnxImporter.read(file, shape("1x3x8x8")))
        .hasMessage("m.onnx: --input-shape: found no name, expected 'x' or 'z'");
    assertThat(OnnxImporter.read(file, shape("x=1x3x9x9")).shape("x"))
        .isEqualTo(TensorShape.of(1, 3, 9, 9));
  }

  /** As a run's file keeps it. */
  @Test
  void aModelAndItsShapesAreReadFromTheirText() {
    Path file = Path.of("some dir", "m.onnx");
    for (InputSizes sizes :
        Arrays.asList(InputSizes.NONE, shape("1x3x8x8"), shape("b=1x2", "a=b=3x4"))) {
      ModelSource source = new ModelSource(file, sizes);
      assertThat(ModelSource.parse(source.toString())).isEqualTo(source);
    }
    assertThat(new ModelSource(file, shape("b=1x2", "a=3x4")))
        .hasToString("some dir/m.onnx --input-shape a=3x4 --input-shape b=1x2");
  }
}
