package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.integer;
import static dev.twobit.onnx.HostileModel.integers;
import static dev.twobit.onnx.HostileModel.node;
import static dev.twobit.onnx.HostileModel.real;
import static dev.twobit.onnx.HostileModel.tensor;
import static dev.twobit.onnx.HostileModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import dev.twobit.onnx.proto.ValueInfoProto;
import dev.twobit.onnx.read.OnnxImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that are protobuf but no network: one fault each, one line each. */
@Tag("slow")
class HostileGraphsTest {
  private static final String IMPORTS = "";

  @TempDir Path folder;

  /**
   * @param says part of the error; empty if the model imports
   */
  record Case(String name, String says, Consumer<ModelProto.Builder> fault) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(header(), names(), tensors(), attributes(), shapes(), numbers(), bombs())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isImportedOrRefusedInOneLine(Case c) throws IOException {
    ModelProto.Builder model = HostileModel.valid();
    c.fault.accept(model);
    Path file = folder.resolve(c.name.replace(' ', '_') + ".onnx");
    Files.write(file, model.build().toByteArray());

    Throwable thrown = catchThrowable(() -> OnnxImporter.read(file));

    if (c.says.equals(IMPORTS)) {
      assertThat(thrown).isNull();
    } else {
      assertThat(thrown)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(c.says)
          .hasMessageContaining(String.valueOf(file.getFileName()))
          .hasNoCause();
      assertThat(thrown.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
    }
  }

  private static List<Case> header() {
    return List.of(
        of("nothing wrong", IMPORTS, m -> {}),
        of("opset 6", "found 6, expected 7 to 26", m -> m.getOpsetImportBuilder(0).setVersion(6)),
        of("opset 27", "found 27, expected 7", m -> m.getOpsetImportBuilder(0).setVersion(27)),
        of(
            "opset huge",
            "found 1099511627783",
            m -> m.getOpsetImportBuilder(0).setVersion((1L << 40) + 7)),
        of("opset negative", "found -3", m -> m.getOpsetImportBuilder(0).setVersion(-3)),
        of(
            "opset negative and right",
            "given twice",
            m -> m.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(-1))),
        of(
            "opset of another domain only",
            "found none",
            m -> m.getOpsetImportBuilder(0).setDomain("ai.onnx.ml")),
        of("ir version of the future", "ir_version: found 99", m -> m.setIrVersion(99)),
        of("ir version negative", "ir_version: found -1", m -> m.setIrVersion(-1)),
        of("no ir version", IMPORTS, ModelProto.Builder::clearIrVersion));
  }

  private static List<Case> names() {
    return List.of(
        graph("input twice", "input 'x' is declared twice", g -> g.addInput(g.getInput(0))),
        graph(
            "weight also an input",
            IMPORTS,
            g -> g.addInput(tensor("W1", DataType.FLOAT, 4, 3, 3, 3))),
        graph("unnamed weight", "has no name", g -> g.getInitializerBuilder(1).clearName()),
        graph("weight twice", "'W1' is given twice", g -> g.addInitializer(floats("W1", 4))),
        graph(
            "tensor written twice",
            "tensor 'r1' is written twice",
            g -> g.addNode(node("again", "Relu", List.of("c1"), "r1"))),
        graph(
            "weight overwritten",
            "writes 'W2', an input or weight",
            g -> g.addNode(node("over", "Relu", List.of("c1"), "W2"))),
        graph(
            "input overwritten",
            "writes 'x', an input or weight",
            g -> g.addNode(node("over", "Relu", List.of("c1"), "x"))),
        graph(
            "unknown tensor read",
            "node 'relu1' (Relu): input 'nowhere'",
            g -> g.getNodeBuilder(1).setInput(0, "nowhere")),
        graph(
            "unknown tensor read by an unknown operator",
            "input 'nowhere'",
            g -> g.addNode(node("dead", "FooBar", List.of("nowhere"), "d"))),
        graph(
            "output of nothing",
            "output 'z' is written by no layer",
            g -> g.addOutput(tensor("z", DataType.FLOAT, 1))),
        graph("no operator", "names no operator", g -> g.getNodeBuilder(1).clearOpType()),
        graph("node without inputs", "found 0 inputs", g -> g.getNodeBuilder(1).clearInput()),
        graph("dead node", IMPORTS, g -> g.addNode(node("dead", "Relu", List.of("c1"), "unread"))),
        graph(
            "unread input",
            "input 'x2': no output depends on it",
            g -> g.addInput(tensor("x2", DataType.FLOAT, 1, 3, 8, 8))),
        graph("output twice", IMPORTS, g -> g.addOutput(g.getOutput(0))),
        graph("nodes reversed", IMPORTS, HostileGraphsTest::reverse));
  }

  private static List<Case> tensors() {
    return List.of(
        weight("raw short", "expected 864", t -> t.setRawData(ByteString.copyFrom(new byte[860]))),
        weight("no data", "found 0 elements", t -> t.clearRawData()),
        weight("data twice", "given twice", t -> t.addFloatData(1)),
        weight("list short", "found 1 elements", t -> t.clearRawData().addFloatData(1)),
        weight("list of another type", "found 0 elements", HostileGraphsTest::asIntegers),
        weight("one negative dim", "found -6", t -> t.setDims(0, -6)),
        weight("dim of zero", "found 864 bytes of data", t -> t.setDims(0, 0)),
        weight("dims past 64 bits", "more than 2^63", HostileGraphsTest::fourHugeDims),
        weight("rank 1000", "rank: found 1000", t -> t.addAllDims(Collections.nCopies(996, 1L))),
        weight("scalar", "differ in rank", t -> t.clearDims().setRawData(fourBytes())),
        weight("strings", "element type STRING", t -> t.setDataType(DataType.STRING.getNumber())),
        weight("type 99", "element type 99", t -> t.setDataType(99)),
        graph(
            "double beside float",
            "'W2' is DOUBLE where FLOAT is expected",
            g ->
                g.getInitializerBuilder(2)
                    .setDataType(DataType.DOUBLE.getNumber())
                    .setRawData(ByteString.copyFrom(new byte[8 * 216]))),
        graph("double throughout", IMPORTS, HostileGraphsTest::doubles),
        weight("NaN", "'conv2.weight': 216 of 216", t -> t.setRawData(repeated(0xff))),
        weight("all zero", IMPORTS, t -> t.setRawData(repeated(0))));
  }

  private static List<Case> attributes() {
    return List.of(
        conv("group does not divide", "channels, but the weight", integer("group", 4)),
        conv("group negative", "group: found -1", integer("group", -1)),
        conv("group past int", "group: found 4294967297", integer("group", (1L << 32) + 1)),
        conv("group as float", "type FLOAT, expected INT", real("group", 1)),
        conv("strides as text", "type STRING, expected INTS", text("strides", "1")),
        conv("kernel of zero", "kernel_shape", integers("kernel_shape", List.of(0L, 0L))),
        conv("auto pad unknown", "auto_pad: found 'BANANA'", text("auto_pad", "BANANA")),
        conv("dilation past the plane", "does not fit", integers("dilations", List.of(9L, 9L))),
        graph(
            "reference attribute",
            "refers to an attribute of a function",
            g -> g.getNodeBuilder(2).addAttribute(reference())),
        graph(
            "attribute twice",
            "attribute 'transB' is given twice",
            g -> g.getNodeBuilder(5).addAttribute(integer("transB", 1))),
        relu("softmax axis", "axis: found 7", "Softmax", integer("axis", 7)),
        relu("flatten axis", "axis: found 5", "Flatten", integer("axis", 5)),
        relu("perm twice", "perm: found", "Transpose", integers("perm", List.of(0L, 1L, 1L, 3L))),
        relu("concat axis missing", "'axis' is missing", "Concat", integer("other", 0)),
        relu("pool kernel missing", "kernel_shape: found []", "MaxPool", integer("ceil_mode", 1)),
        relu("pool kernel huge", "does not fit", "MaxPool", kernel(1L << 30)),
        relu("lrn size", "size: found 0", "LRN", integer("size", 0)),
        relu("slope NaN", "a constant is no number", "LeakyRelu", real("alpha", Float.NaN)));
  }

  private static List<Case> shapes() {
    return List.of(
        graph(
            "output declared wrong",
            "output 'y' is 1x10, declared 1x11",
            g -> g.setOutput(0, tensor("y", DataType.FLOAT, 1, 11))),
        graph(
            "output of another rank",
            "output 'y' is 1x10, declared 1x10x1",
            g -> g.setOutput(0, tensor("y", DataType.FLOAT, 1, 10, 1))),
        graph("output open", IMPORTS, g -> g.setOutput(0, tensor("y", DataType.FLOAT, 0, 10))),
        graph(
            "input past 31 bits",
            "extent 2147483648 is too large",
            g -> g.setInput(0, tensor("x", DataType.FLOAT, 1, 3, 1L << 31, 8))),
        graph(
            "input past 28 bits",
            "more than 268435456 elements",
            g -> g.setInput(0, tensor("x", DataType.FLOAT, 1, 3, 1L << 14, 1L << 14))),
        graph("input rank 2", "differ in rank", g -> g.setInput(0, rank(2))),
        graph("input rank 100", "rank: found 100", g -> g.setInput(0, rank(100))),
        graph("input int64", "found INT64", g -> g.setInput(0, typed(DataType.INT64))),
        graph("input too narrow", "channels, but the weight", g -> g.setInput(0, planes(5))),
        graph("bias too long", "bias: found shape 5", g -> g.setInitializer(1, floats("B1", 5))),
        graph(
            "operands do not fit",
            "do not fit each other",
            g -> g.addNode(node("add", "Add", List.of("c1", "c2"), "a"))),
        reshape("reshape to another count", "does not hold", 1, 7),
        reshape("reshape twice open", "more than one -1", -1, -1),
        reshape("reshape to a negative", "negative extent", -2, 3),
        reshape("reshape copies too much", "copies axis 4", 1, 6, 1, 1, 0),
        axes("unsqueeze beyond", "expected different ones", "Unsqueeze", "f", 9),
        axes("unsqueeze twice", "expected different ones", "Unsqueeze", "f", 0, 0),
        axes("unsqueeze twice, from both ends", "expected different", "Unsqueeze", "f", 0, -4),
        axes("unsqueeze of a constant beyond", "for a result of rank 5", "Unsqueeze", "W1", -6),
        axes("squeeze of a constant beyond", "axis: found 9", "Squeeze", "W1", 9));
  }

  private static List<Case> numbers() {
    return List.of(
        norm("norm variance", "variance: found -1.0", -1, 1e-5f),
        norm("norm epsilon NaN", "epsilon is no number", 1, Float.NaN),
        norm("norm epsilon negative", "epsilon is no number", 1, -1e-3f),
        norm("norm", IMPORTS, 1, 1e-5f));
  }

  /** Small files that grow: what they would cost is refused, or costs nothing. */
  private static List<Case> bombs() {
    return List.of(
        graph("same name 20000 times", IMPORTS, HostileGraphsTest::sameNames),
        graph("too many nodes", "found 30006 nodes", g -> relus(g, 30_000)),
        graph("constants doubled 40 times", "too many elements", g -> doubled(g, 40)),
        graph("squeezed 100000 times", "rank 100002 is not supported", HostileGraphsTest::axes),
        graph("constant of huge shape", "rank: found 100000", HostileGraphsTest::hugeConstant));
  }

  private static Case of(String name, String says, Consumer<ModelProto.Builder> fault) {
    return new Case(name, says, fault);
  }

  private static Case graph(String name, String says, Consumer<GraphProto.Builder> fault) {
    return of(name, says, m -> fault.accept(m.getGraphBuilder()));
  }

  private static Case weight(String name, String says, Consumer<TensorProto.Builder> fault) {
    return graph("weight " + name, says, g -> fault.accept(g.getInitializerBuilder(2)));
  }

  private static Case conv(String name, String says, AttributeProto attribute) {
    return graph("conv " + name, says, g -> g.getNodeBuilder(2).addAttribute(attribute));
  }

  /** Relu replaced by another operator. */
  private static Case relu(String name, String says, String operator, AttributeProto attribute) {
    return graph(name, says, g -> g.getNodeBuilder(1).setOpType(operator).addAttribute(attribute));
  }

  private static Case reshape(String name, String says, long... target) {
    return graph(
        name,
        says,
        g -> {
          g.addInitializer(HostileModel.integers("shape", target));
          g.addNode(node("rs", "Reshape", List.of("g", "shape"), "reshaped"));
        });
  }

  private static Case axes(String name, String says, String operator, String input, long... axes) {
    return graph(
        name,
        says,
        g -> {
          g.addInitializer(HostileModel.integers("axes", axes));
          g.addNode(node("sh", operator, List.of(input, "axes"), "shaped"));
        });
  }

  private static Case norm(String name, String says, float variance, float epsilon) {
    return graph(
        name,
        says,
        g -> {
          var v = floats("var", 4).clearRawData();
          for (int i = 0; i < 4; i++) {
            v.addFloatData(variance);
          }
          g.addInitializer(v);
          NodeProto.Builder relu = g.getNodeBuilder(1);
          relu.setOpType("BatchNormalization").addAllInput(List.of("B1", "B1", "B1", "var"));
          relu.addAttribute(real("epsilon", epsilon));
        });
  }

  private static void reverse(GraphProto.Builder g) {
    List<NodeProto> nodes = new ArrayList<>(g.getNodeList());
    Collections.reverse(nodes);
    g.clearNode().addAllNode(nodes);
  }

  private static void asIntegers(TensorProto.Builder t) {
    t.clearRawData().addAllInt32Data(Collections.nCopies(216, 1));
  }

  private static void fourHugeDims(TensorProto.Builder t) {
    t.clearDims().addAllDims(Collections.nCopies(4, 1L << 30));
  }

  private static void doubles(GraphProto.Builder g) {
    g.setInput(0, typed(DataType.DOUBLE)).setOutput(0, tensor("y", DataType.DOUBLE, 1, 10));
    for (var t : g.getInitializerBuilderList()) {
      t.setDataType(DataType.DOUBLE.getNumber());
      t.setRawData(ByteString.copyFrom(new byte[2 * t.getRawData().size()]));
    }
  }

  private static void sameNames(GraphProto.Builder g) {
    relus(g, 19_990);
    g.getNodeBuilderList().forEach(n -> n.setName("same"));
  }

  private static void relus(GraphProto.Builder g, int count) {
    for (int i = 0; i < count; i++) {
      g.addNode(node("n" + i, "Relu", List.of(i == 0 ? "c1" : "t" + (i - 1)), "t" + i));
    }
  }

  private static void doubled(GraphProto.Builder g, int times) {
    for (int i = 0; i < times; i++) {
      String in = i == 0 ? "B1" : "d" + (i - 1);
      g.addNode(
          node("cat" + i, "Concat", List.of(in, in), "d" + i).addAttribute(integer("axis", 0)));
    }
  }

  private static void axes(GraphProto.Builder g) {
    g.addInitializer(HostileModel.integers("axes", new long[100_000]));
    g.addNode(node("un", "Unsqueeze", List.of("f", "axes"), "deep"));
  }

  private static void hugeConstant(GraphProto.Builder g) {
    long[] ones = new long[100_000];
    Arrays.fill(ones, 1);
    g.addInitializer(HostileModel.integers("ones", ones));
    g.addNode(node("full", "ConstantOfShape", List.of("ones"), "deep"));
  }

  private static AttributeProto reference() {
    return AttributeProto.newBuilder()
        .setName("group")
        .setType(AttributeType.INT)
        .setRefAttrName("outer")
        .build();
  }

  private static AttributeProto kernel(long extent) {
    return integers("kernel_shape", List.of(extent, extent));
  }

  private static ByteString fourBytes() {
    return ByteString.copyFrom(new byte[4]);
  }

  private static ByteString repeated(int value) {
    byte[] bytes = new byte[864];
    Arrays.fill(bytes, (byte) value);
    return ByteString.copyFrom(bytes);
  }

  private static ValueInfoProto rank(int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    return tensor("x", DataType.FLOAT, dims);
  }

  private static ValueInfoProto typed(DataType type) {
    return tensor("x", type, 1, 3, 8, 8);
  }

  private static ValueInfoProto planes(int channels) {
    return tensor("x", DataType.FLOAT, 1, channels, 8, 8);
  }
}
