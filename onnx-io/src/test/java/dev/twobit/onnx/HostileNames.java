package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.integer;
import static dev.twobit.onnx.HostileModel.node;
import static dev.twobit.onnx.HostileModel.tensor;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.HostileCorpus.Verdict;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.FunctionProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import dev.twobit.onnx.proto.SparseTensorProto;
import dev.twobit.onnx.proto.StringStringEntryProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import dev.twobit.onnx.proto.TrainingInfoProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.List;

/** Headers, containers, names and edges. */
final class HostileNames {
  private static final String ESCAPE = "a\n\r\t\u001b[2J\u0000\u202e\u2028\u0085z";

  private HostileNames() {}

  static void addTo(HostileCorpus c) {
    header(c);
    names(c);
    edges(c);
    parts(c);
    containers(c);
  }

  private static void header(HostileCorpus c) {
    c.model("opset 0", Verdict.REFUSED, "found 0", m -> m.getOpsetImportBuilder(0).setVersion(0));
    c.model(
        "opset 10^9",
        Verdict.REFUSED,
        "found 1000000000",
        m -> m.getOpsetImportBuilder(0).setVersion(1_000_000_000));
    c.model(
        "opset least long",
        Verdict.REFUSED,
        "found -9223372036854775808",
        m -> m.getOpsetImportBuilder(0).setVersion(Long.MIN_VALUE));
    c.model(
        "default domain by both names",
        Verdict.ACCEPTED,
        "",
        m -> m.addOpsetImport(domain("ai.onnx", 13)));
    c.model(
        "a domain a thousand times",
        Verdict.ACCEPTED,
        "",
        m -> {
          for (int i = 0; i < 1000; i++) {
            m.addOpsetImport(domain("com.acme", i));
          }
        });
    c.model(
        "metadata of control characters",
        Verdict.ACCEPTED,
        "",
        m ->
            m.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(ESCAPE).setValue(ESCAPE)));
    c.model(
        "training info",
        Verdict.ACCEPTED,
        "",
        m -> m.addTrainingInfo(TrainingInfoProto.newBuilder()));
  }

  private static void names(HostileCorpus c) {
    c.refused("newline in a node's name", "(Relu)", g -> broken(g, ESCAPE));
    c.refused(
        "newline in an operator",
        "is not supported",
        g -> g.getNodeBuilder(1).setOpType("Rel\nu\u001b[31m"));
    c.refused(
        "newline in an attribute",
        "is given twice",
        g -> g.getNodeBuilder(1).addAttribute(integer(ESCAPE, 1)).addAttribute(integer(ESCAPE, 1)));
    c.refused(
        "newline in an input's name",
        "extent -1",
        g -> g.addInput(tensor(ESCAPE, DataType.FLOAT, 1, 3, -1, 8)));
    c.refused(
        "newline in a weight's name",
        "found 0",
        g -> g.addInitializer(HostileCorpus.hollow(ESCAPE, 3)));
    c.refused(
        "newline in an external path",
        "outside the model's folder",
        g -> g.setInitializer(2, HostileModel.external("location", "../a\nb")));
    c.refused(
        "newline in a domain", "is not supported", g -> g.getNodeBuilder(1).setDomain("a\nb"));
    c.refused(
        "newline in an auto_pad",
        "auto_pad",
        g -> g.getNodeBuilder(2).addAttribute(HostileModel.text("auto_pad", ESCAPE)));
    c.accepted(
        "control characters in names that are shown",
        g -> {
          g.getNodeBuilder(2).setName(ESCAPE).setOutput(0, ESCAPE);
          g.getNodeBuilder(3).setInput(0, ESCAPE);
        });
    c.accepted(
        "names that look like made-up ones",
        g -> {
          g.getNodeBuilder(0).setName("conv");
          g.getNodeBuilder(1).setName("conv");
          g.getNodeBuilder(2).setName("conv#2");
          g.getNodeBuilder(3).setName("conv#3");
        });
    c.refused(
        "a name of a million characters that is wrong",
        "...",
        g -> broken(g, "n".repeat(1_000_000)));
    c.refused("output without a name", "has no name", g -> g.getOutputBuilder(0).clearName());
  }

  private static void edges(HostileCorpus c) {
    c.refused("no weight at all", "is written by no node", GraphProto.Builder::clearInitializer);
    c.refused("nodes only of nothing", "names no operator", g -> g.clearNode().addNode(empty()));
    c.refused("output of a node is empty", "is written by no node", g -> nameless(g, 1));
    c.refused("last output is empty", "writes nothing", g -> nameless(g, 5));
    c.refused(
        "cycle of three behind the network",
        "cycle",
        g -> {
          g.addNode(node("a", "Relu", List.of("tc"), "ta"));
          g.addNode(node("b", "Relu", List.of("ta"), "tb"));
          g.addNode(node("d", "Relu", List.of("tb"), "tc"));
        });
    c.refused(
        "cycle through a quantizer",
        "cycle",
        g -> {
          g.addNode(node("q", "QuantizeLinear", List.of("td", "B1"), "tq"));
          g.addNode(node("d", "DequantizeLinear", List.of("tq", "B1"), "td"));
        });
    c.refused(
        "quantizer of itself",
        "cycle",
        g -> g.addNode(node("d", "DequantizeLinear", List.of("td", "B1"), "td")));
    c.refused(
        "output is a weight",
        "is a constant, expected one that depends on an input",
        g -> g.setOutput(0, tensor("W1", DataType.FLOAT, 4, 3, 3, 3)));
    c.refused(
        "output is a constant",
        "is a constant, expected one that depends on an input",
        g -> {
          g.addNode(node("k", "Identity", List.of("B1"), "kept"));
          g.setOutput(0, tensor("kept", DataType.FLOAT, 4));
        });
    c.accepted("output is also the input", g -> g.addOutput(g.getInput(0)));
    c.refused("only input is a weight", "no input", g -> g.getInputBuilder(0).setName("W1"));
    c.refused(
        "input is a sequence",
        "is no tensor",
        g ->
            g.setInput(
                0,
                ValueInfoProto.newBuilder()
                    .setName("x")
                    .setType(
                        TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder()))));
    c.refused("input without a type", "is no tensor", g -> g.getInputBuilder(0).clearType());
    c.accepted(
        "a thousand outputs",
        g -> {
          for (int i = 0; i < 1000; i++) {
            g.addOutput(tensor("r1", DataType.FLOAT, 1, 4, 8, 8));
          }
        });
  }

  private static void parts(HostileCorpus c) {
    c.model(
        "a function that overrides Relu",
        Verdict.REFUSED,
        "of the standard domain",
        m -> m.addFunctions(FunctionProto.newBuilder().setName("Relu")));
    c.refused(
        "sparse weight",
        "sparse initializers",
        g -> g.addSparseInitializer(SparseTensorProto.newBuilder().setValues(floats("s", 1))));
    for (String operator : List.of("If", "Loop", "Scan")) {
      c.refused(
          operator + " without a shape",
          "operator " + operator + " is not supported",
          g -> subgraph(g, operator));
      c.shown(
          operator + " of a declared shape",
          "operator " + operator + " is not supported",
          g -> {
            subgraph(g, operator);
            g.addValueInfo(tensor("r1", DataType.FLOAT, 1, 4, 8, 8));
          });
    }
    c.shown(
        "operator of a domain that is not imported",
        "is not supported",
        g -> {
          g.getNodeBuilder(1).setDomain("com.acme").setOpType("Conv");
          g.addValueInfo(tensor("r1", DataType.FLOAT, 1, 4, 8, 8));
        });
    c.shown(
        "declared shape of another rank behind an unknown operator",
        "is not supported",
        g -> {
          g.getNodeBuilder(4).setOpType("FooBar");
          g.addValueInfo(tensor("f", DataType.FLOAT, 1, 6));
        });
    c.refused(
        "declared shape past any count",
        "elements",
        g -> {
          g.getNodeBuilder(1).setOpType("FooBar");
          g.addValueInfo(tensor("r1", DataType.FLOAT, 1 << 30, 1 << 30, 1 << 30, 1 << 30));
        });
    c.shown(
        "nothing but activations",
        "nothing to map onto an array",
        g -> {
          g.clearNode().clearOutput();
          g.addNode(node("relu", "Relu", List.of("x"), "y"));
          g.addOutput(tensor("y", DataType.FLOAT, 1, 3, 8, 8));
        });
    c.shown(
        "nothing but a softmax",
        "nothing to map onto an array",
        g -> {
          g.clearNode().clearOutput();
          g.addNode(node("soft", "Softmax", List.of("x"), "y"));
          g.addOutput(tensor("y", DataType.FLOAT, 1, 3, 8, 8));
        });
  }

  private static void containers(HostileCorpus c) {
    head(c, "empty zip", "PK\5\6" + "\0".repeat(18), "empty zip");
    head(c, "safetensors", "\30\0\0\0\0\0\0\0{\"w\":{\"dtype\":\"F32\"}}", "safetensors");
    head(c, "pickle of protocol 4", "\u0080\4\u0095\20\0\0", "Python pickle");
    head(c, "bzip2", "BZh91AY&SY", "bzip2");
    head(c, "xz", "\u00fd7zXZ\0\0", "xz archive");
    head(c, "zstandard", "(\u00b5/\u00fd\4\0", "Zstandard");
    head(c, "pdf", "%PDF-1.7\n", "PDF");
    head(c, "a newline", "\n", "not a complete ONNX model");
    head(c, "byte order mark and JSON", "\u00ef\u00bb\u00bf{\"ir_version\":8}", "model");
    head(c, "frozen graph of TensorFlow", "\n\4\n\2ab\n\4\n\2cd", "wire type 2, expected 0");
    head(c, "model of Core ML", "\10\4\22\4\n\2ab", "found no graph");
  }

  private static void head(HostileCorpus c, String name, String bytes, String says) {
    c.bytes(
        name,
        says,
        () ->
            ByteString.copyFrom(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).toByteArray());
  }

  /** The Relu, without what it reads. */
  private static void broken(GraphProto.Builder g, String name) {
    g.getNodeBuilder(1).setName(name).clearInput();
  }

  private static void nameless(GraphProto.Builder g, int node) {
    g.getNodeBuilder(node).setOutput(0, "");
  }

  private static NodeProto empty() {
    return NodeProto.getDefaultInstance();
  }

  /** In the place of the Relu; the branch reads a tensor that nothing writes. */
  private static void subgraph(GraphProto.Builder g, String operator) {
    GraphProto branch =
        GraphProto.newBuilder()
            .addNode(node("inner", "Relu", List.of("nowhere"), "out"))
            .addOutput(tensor("out", DataType.FLOAT, 1))
            .build();
    g.getNodeBuilder(1)
        .setOpType(operator)
        .addAttribute(
            AttributeProto.newBuilder().setName("body").setType(AttributeType.GRAPH).setG(branch));
  }

  private static OperatorSetIdProto.Builder domain(String name, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(name).setVersion(version);
  }
}
