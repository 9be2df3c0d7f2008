package dev.twobit.onnx.read;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Operators on integers spelled out: operands dequantized, the operator in float, its result
 * quantized. QLinearConv and QLinearMatMul (ONNX), those of ONNX Runtime's quantizer in domain
 * com.microsoft, and movements of codes. What they read and write keeps its name.
 */
final class IntegerOperators {
  private static final String CONTRIBUTED = "com.microsoft";

  /** Operands that may repeat to the end of the inputs. */
  private static final int ANY = -1;

  private static final int NONE = -1;

  /**
   * @param operator in float
   * @param first input of the first operand; each is three inputs: codes, scale, zero point
   * @param operands how many
   * @param bias input of int32 in units of the operands' scales' product
   * @param result input of the result's scale, its zero point behind it
   */
  private record Spelling(
      String domain, String operator, int first, int operands, int bias, int result) {}

  private static final Map<String, Spelling> SPELLINGS =
      Map.of(
          "QLinearConv", new Spelling("", "Conv", 0, 2, 8, 6),
          "QLinearMatMul", new Spelling("", "MatMul", 0, 2, NONE, 6),
          "QGemm", new Spelling(CONTRIBUTED, "Gemm", 0, 2, 6, 7),
          "QLinearAdd", new Spelling(CONTRIBUTED, "Add", 0, 2, NONE, 6),
          "QLinearMul", new Spelling(CONTRIBUTED, "Mul", 0, 2, NONE, 6),
          "QLinearSigmoid", new Spelling(CONTRIBUTED, "Sigmoid", 0, 1, NONE, 3),
          "QLinearLeakyRelu", new Spelling(CONTRIBUTED, "LeakyRelu", 0, 1, NONE, 3),
          "QLinearAveragePool", new Spelling(CONTRIBUTED, "AveragePool", 0, 1, NONE, 3),
          "QLinearGlobalAveragePool", new Spelling(CONTRIBUTED, "GlobalAveragePool", 0, 1, NONE, 3),
          "QLinearConcat", new Spelling(CONTRIBUTED, "Concat", 2, ANY, NONE, 0));

  /** Hand codes on as they are, of one tensor; Concat of several, Resize of the nearest alone. */
  private static final Set<String> MOVEMENTS =
      Set.of(
          "Concat",
          "DepthToSpace",
          "Flatten",
          "Gather",
          "Identity",
          "MaxPool",
          "Pad",
          "Reshape",
          "Resize",
          "Slice",
          "SpaceToDepth",
          "Split",
          "Squeeze",
          "Transpose",
          "Unsqueeze");

  private final ModelProto model;
  private final ModelIndex index;
  private final GraphProto.Builder graph;
  private final Set<String> names = new HashSet<>();

  /** Scale, and zero point if it has one, of every tensor of codes. */
  private final Map<String, List<String>> forms = new HashMap<>();

  private boolean changed;

  private IntegerOperators(Path file, ModelProto model) {
    this.model = model;
    this.index = new ModelIndex(file, model.getGraph());
    this.graph = model.getGraph().toBuilder().clearNode();
    model.getGraph().getInitializerList().forEach(t -> names.add(t.getName()));
    model.getGraph().getInputList().forEach(t -> names.add(t.getName()));
    model.getGraph().getNodeList().forEach(n -> names.addAll(n.getOutputList()));
  }

  static Set<String> names() {
    return SPELLINGS.keySet();
  }

  /** The same model if it has none of them. */
  static ModelProto spelledOut(Path file, ModelProto model) {
    var operators = new IntegerOperators(file, model);
    model.getGraph().getNodeList().forEach(operators::node);
    return operators.changed
        ? model.toBuilder().setGraph(operators.graph).build()
        : operators.model;
  }

  private void node(NodeProto node) {
    Spelling spelling = SPELLINGS.get(node.getOpType());
    boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    if (node.getOutputCount() == 0 || node.getInputCount() == 0) {
      graph.addNode(node);
    } else if (spelling != null
        && (standard ? "" : node.getDomain()).equals(spelling.domain())
        && !channelsLast(node)) {
      spell(node, spelling);
    } else if (standard && moves(node)) {
      move(node);
    } else {
      if (node.getOpType().equals("QuantizeLinear") && node.getInputCount() > 1) {
        form(node.getOutput(0), node, 1);
      }
      graph.addNode(node);
    }
  }

  /** Their planes are not where the operator in float has them. */
  private static boolean channelsLast(NodeProto node) {
    return ModelIndex.integer(node, "channels_last", 0) != 0;
  }

  private void spell(NodeProto node, Spelling s) {
    changed = true;
    NodeProto.Builder plain = node.toBuilder().clearInput().clearDomain().setOpType(s.operator());
    int end = s.operands() == ANY ? node.getInputCount() : s.first() + 3 * s.operands();
    for (int i = s.first(); i < end; i += 3) {
      plain.addInput(dequantized(node, i, axis(node, s)));
    }
    if (s.bias() != NONE && ModelIndex.hasInput(node, s.bias())) {
      plain.addInput(bias(node, s));
    }
    if (!ModelIndex.hasInput(node, s.result())) {
      graph.addNode(plain);
      return;
    }
    quantized(node, plain, s.result());
  }

  /** The axis of the weights' output channels. */
  private static long axis(NodeProto node, Spelling s) {
    boolean turned = s.operator().equals("Gemm") && ModelIndex.integer(node, "transB", 0) != 0;
    return s.operator().equals("Conv") || turned ? 0 : 1;
  }

  private String dequantized(NodeProto node, int input, long axis) {
    if (!ModelIndex.hasInput(node, input) || !ModelIndex.hasInput(node, input + 1)) {
      throw index.error(
          node, "found " + node.getInputCount() + " inputs, expected codes and scales of operands");
    }
    String zero = ModelIndex.hasInput(node, input + 2) ? node.getInput(input + 2) : "";
    return dequantized(node.getInput(input), node.getInput(input + 1), zero, axis);
  }

  private String dequantized(String codes, String scale, String zero, long axis) {
    String output = fresh(codes + ".value");
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType("DequantizeLinear")
            .setName(output)
            .addInput(codes)
            .addInput(scale)
            .addOutput(output);
    if (!zero.isEmpty()) {
      node.addInput(zero);
    }
    if (index.isConstant(codes)) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("axis")
              .setType(AttributeProto.AttributeType.INT)
              .setI(axis));
    }
    graph.addNode(node);
    return output;
  }

  /**
   * Name of the bias in float: one step a channel, the product of the scales (and of Gemm's alpha).
   */
  private String bias(NodeProto node, Spelling s) {
    Constant bias = index.requireConstant(node, s.bias(), "the bias");
    List<Float> x = index.steps(node, index.requireConstant(node, s.first() + 1, "scale"));
    List<Float> w = index.weightSteps(node, index.requireConstant(node, s.first() + 4, "scale"));
    if (x.size() != 1 || w.size() != 1 && w.size() != bias.size()) {
      throw index.error(
          node, "the bias: found " + bias.size() + " values for " + w.size() + " weight scales");
    }
    double alpha =
        node.getAttributeList().stream()
            .filter(a -> a.getName().equals("alpha"))
            .mapToDouble(AttributeProto::getF)
            .findFirst()
            .orElse(1);
    float[] values = new float[bias.size()];
    for (int i = 0; i < values.length; i++) {
      double step = alpha * x.get(0) * w.get(w.size() == 1 ? 0 : i);
      values[i] = (float) (bias.at(i) * step);
    }
    String name = fresh(node.getInput(s.bias()) + ".value");
    GraphWriter writer = new GraphWriter("");
    writer.floats(name, new WeightTensor(TensorShape.of(values.length), values));
    TensorProto tensor = writer.build().getInitializer(0);
    graph.addInitializer(tensor);
    return name;
  }

  /** The node writes what is then quantized to what it wrote. */
  private void quantized(NodeProto node, NodeProto.Builder plain, int scale) {
    String codes = node.getOutput(0);
    String real = fresh(codes + ".real");
    graph.addNode(plain.setOutput(0, real));
    form(codes, node, scale);
    quantize(real, codes, forms.getOrDefault(codes, List.of()));
  }

  private void quantize(String real, String codes, List<String> form) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("QuantizeLinear")
            .setName(fresh(codes + ".quantize"))
            .addInput(real)
            .addAllInput(form)
            .addOutput(codes));
  }

  private void form(String codes, NodeProto node, int scale) {
    forms.put(
        codes,
        ModelIndex.hasInput(node, scale + 1)
            ? List.of(node.getInput(scale), node.getInput(scale + 1))
            : List.of(node.getInput(scale)));
  }

  /** Whether all its operands are codes of one form, with a zero point, which has their type. */
  private boolean moves(NodeProto node) {
    List<String> form = forms.getOrDefault(node.getInput(0), List.of());
    return MOVEMENTS.contains(node.getOpType())
        && form.size() == 2
        && operands(node).stream().allMatch(t -> form.equals(forms.get(t)))
        && (!node.getOpType().equals("Resize")
            || ModelIndex.text(node, "mode", "nearest").equals("nearest"))
        && (!node.getOpType().equals("Pad") || padding(node, form).isPresent());
  }

  private static List<String> operands(NodeProto node) {
    return node.getOpType().equals("Concat") ? node.getInputList() : List.of(node.getInput(0));
  }

  private void move(NodeProto node) {
    changed = true;
    List<String> form = forms.getOrDefault(node.getInput(0), List.of());
    NodeProto.Builder moved = node.toBuilder();
    for (int i = 0; i < operands(node).size(); i++) {
      moved.setInput(i, dequantized(node.getInput(i), form.get(0), form.get(1), 0));
    }
    if (node.getOpType().equals("Pad")) {
      padWith(moved, padding(node, form).orElseThrow());
    }
    List<String> reals = node.getOutputList().stream().map(c -> fresh(c + ".real")).toList();
    graph.addNode(moved.clearOutput().addAllOutput(reals));
    for (int i = 0; i < reals.size(); i++) {
      forms.put(node.getOutput(i), form);
      quantize(reals.get(i), node.getOutput(i), form);
    }
  }

  /** What the code that a Pad writes stands for: 0 unless it says so. Empty if it is computed. */
  private Optional<Double> padding(NodeProto node, List<String> form) {
    NodeProto parameters = NodeProto.newBuilder().addAllInput(form).build();
    Optional<Constant> scale = index.constant(parameters, 0);
    Optional<Constant> zero = index.constant(parameters, 1);
    boolean stated = ModelIndex.hasInput(node, 2);
    Optional<Constant> code = index.constant(node, 2);
    return scale.isEmpty() || zero.isEmpty() || stated && code.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (code.map(c -> c.at(0)).orElse(0.0) - zero.get().at(0)) * (float) scale.get().at(0));
  }

  private void padWith(NodeProto.Builder pad, double value) {
    String name = fresh(pad.getOutput(0) + ".padding");
    GraphWriter writer = new GraphWriter("");
    writer.scalar(name, value);
    graph.addInitializer(writer.build().getInitializer(0));
    if (pad.getInputCount() < 3) {
      pad.addInput(name);
    } else {
      pad.setInput(2, name);
    }
  }

  private String fresh(String base) {
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "#" + n;
    }
    return name;
  }
}
