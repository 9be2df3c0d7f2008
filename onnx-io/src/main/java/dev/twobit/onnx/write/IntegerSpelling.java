package dev.twobit.onnx.write;

import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operators between quantized operands written as one on integers, where there is one. */
final class IntegerSpelling {
  private static final String CONTRIBUTED = "com.microsoft";

  private static final Map<String, String> DOMAINS =
      Map.ofEntries(
          Map.entry("Conv", ""),
          Map.entry("MatMul", ""),
          Map.entry("Add", CONTRIBUTED),
          Map.entry("Mul", CONTRIBUTED),
          Map.entry("Sigmoid", CONTRIBUTED),
          Map.entry("LeakyRelu", CONTRIBUTED),
          Map.entry("AveragePool", CONTRIBUTED),
          Map.entry("GlobalAveragePool", CONTRIBUTED),
          Map.entry("Concat", CONTRIBUTED));

  private final DrawnModel model;
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Set<String> replaced = new HashSet<>();

  private IntegerSpelling(ModelProto model) {
    this.model = new DrawnModel(model);
  }

  static ModelProto of(ModelProto model) {
    var spelling = new IntegerSpelling(model);
    model.getGraph().getNodeList().forEach(spelling::node);
    ModelProto.Builder written = spelling.model.with(spelling.read(model)).toBuilder();
    written.addOpsetImportBuilder().setDomain(CONTRIBUTED).setVersion(1);
    return written.build();
  }

  /** Without dequantizers that nothing reads any more. */
  private List<NodeProto> read(ModelProto source) {
    Set<String> read = new HashSet<>();
    nodes.forEach(n -> read.addAll(n.getInputList()));
    source.getGraph().getOutputList().forEach(o -> read.add(o.getName()));
    return nodes.stream().filter(n -> read.contains(n.getOutput(0))).toList();
  }

  private void node(NodeProto node) {
    if (replaced.contains(node.getOutput(0))) {
      return;
    }
    Optional<NodeProto> quantizer = model.quantizer(node.getOutput(0));
    boolean known = DOMAINS.containsKey(node.getOpType());
    if (!known || quantizer.isEmpty() || !quantized(node)) {
      nodes.add(node);
      return;
    }
    NodeProto q = quantizer.get();
    replaced.add(q.getOutput(0));
    List<String> result = List.of(q.getInput(1), q.getInput(2));
    NodeProto.Builder integers =
        node.toBuilder()
            .setOpType("QLinear" + node.getOpType())
            .setDomain(DOMAINS.getOrDefault(node.getOpType(), ""))
            .clearInput()
            .setOutput(0, q.getOutput(0));
    boolean concat = node.getOpType().equals("Concat");
    if (concat) {
      integers.addAllInput(result);
    }
    for (int i = 0; i < operands(node); i++) {
      integers.addAllInput(codes(model.dequantizer(node.getInput(i)).orElseThrow()));
    }
    if (!concat) {
      integers.addAllInput(result);
    }
    if (node.getOpType().equals("Conv") && node.getInputCount() == 3) {
      integers.addInput(bias(node));
    }
    nodes.add(integers.build());
  }

  private static int operands(NodeProto node) {
    return node.getOpType().equals("Conv") ? 2 : node.getInputCount();
  }

  private boolean quantized(NodeProto node) {
    return node.getInputList().subList(0, operands(node)).stream()
        .allMatch(t -> model.dequantizer(t).isPresent());
  }

  private List<String> codes(NodeProto dequantizer) {
    String zero =
        dequantizer.getInputCount() > 2
            ? dequantizer.getInput(2)
            : model.zeros(dequantizer.getOutput(0) + ".zero", dequantizer.getInput(1));
    return List.of(dequantizer.getInput(0), dequantizer.getInput(1), zero);
  }

  /** In 32 bits, of steps that are the product of the operands'. */
  private String bias(NodeProto node) {
    float x = model.floats(model.dequantizer(node.getInput(0)).orElseThrow().getInput(1))[0];
    float[] w = model.floats(model.dequantizer(node.getInput(1)).orElseThrow().getInput(1));
    float[] bias = model.floats(node.getInput(2));
    TensorProto.Builder words =
        TensorProto.newBuilder()
            .setName(node.getInput(2) + ".words")
            .setDataType(TensorProto.DataType.INT32_VALUE)
            .addDims(bias.length);
    for (int i = 0; i < bias.length; i++) {
      double step = (double) x * w[w.length == 1 ? 0 : i];
      words.addInt32Data(step == 0 ? 0 : (int) Math.rint(bias[i] / step));
    }
    return model.add(words.build());
  }
}
