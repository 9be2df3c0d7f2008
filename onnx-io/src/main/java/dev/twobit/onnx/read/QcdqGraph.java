package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The graph of a quantized file of any {@link ExportFormat}, its quantization taken out. */
final class QcdqGraph {
  private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  /** What weights may go through between the file and the node that multiplies by them. */
  private static final Set<String> MOVEMENTS =
      Set.of("Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout");

  private final Path file;
  private final ModelProto model;
  private final ModelIndex index;

  /** What a dequantized tensor is read from. */
  private final Map<String, CodedTensor> activations = new HashMap<>();

  private final Map<String, CodedWeights> weights = new HashMap<>();

  /** Steps of dequantized weights, and of what only moves them. */
  private final Map<String, List<Float>> steps = new HashMap<>();

  private final Map<String, String> alike = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<CodedTensor, String> codes = new LinkedHashMap<>();
  private final Map<String, Activations> quantizers = new LinkedHashMap<>();
  private final Map<String, CodedTensor> coded = new HashMap<>();
  private final Map<String, List<Float>> weightSteps = new HashMap<>();
  private ExportFormat format = ExportFormat.QCDQ;
  private ModelProto inFloat;

  private QcdqGraph(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
    this.index = new ModelIndex(file, model.getGraph());
    this.inFloat = model;
  }

  static QcdqGraph of(Path file, ModelProto model) {
    QcdqGraph graph = new QcdqGraph(file, model);
    model.getGraph().getNodeList().forEach(graph::find);
    if (!graph.gone.isEmpty()) {
      graph.rewrite();
    }
    return graph;
  }

  /** The model without quantization: in the place of each quantizer is an Identity. */
  ModelProto inFloat() {
    return inFloat;
  }

  /** Forms of what was quantized, by the name of that Identity. */
  Map<String, Activations> quantizers() {
    return quantizers;
  }

  /** Steps of quantized weights, by the node that reads them. */
  Map<String, List<Float>> weightSteps() {
    return weightSteps;
  }

  /** Tensors of codes that are gone, by name: the dequantized one, of the same shape. */
  Map<String, String> alike() {
    return alike;
  }

  ExportFormat format() {
    return format;
  }

  /** Tensors of codes; QONNX has none. */
  private Map<CodedTensor, String> codes() {
    return format == ExportFormat.QONNX ? Map.of() : codes;
  }

  /**
   * Those that some of the quantizers write.
   *
   * @param names of quantizers, among others
   */
  Map<CodedTensor, String> codes(Set<String> names) {
    Set<CodedTensor> written =
        coded.entrySet().stream()
            .filter(e -> names.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.toSet());
    Map<CodedTensor, String> some = new HashMap<>(codes());
    some.keySet().retainAll(written);
    return some;
  }

  private void find(NodeProto node) {
    if (node.getInputCount() == 0 || node.getOutputCount() == 0) {
      return;
    }
    boolean constant = index.isConstant(node.getInput(0));
    if (node.getOpType().equals("DequantizeLinear") && node.getInputCount() >= 2) {
      if (constant) {
        dequantize(node);
      } else {
        new ActivationForms(index).of(node).ifPresent(found -> form(node, found));
      }
    } else if (QonnxNodes.isQuant(node) || QonnxNodes.isBipolarQuant(node)) {
      quant(node, constant);
    } else if (node.getOpType().equals("Add") && node.getInputCount() == 2) {
      midRise(node, 0);
      midRise(node, 1);
    } else if (MOVEMENTS.contains(node.getOpType())) {
      move(node);
    }
  }

  private void dequantize(NodeProto node) {
    Optional<CodedWeights> found = new LinearDequantizer(index).weights(node);
    found.ifPresent(w -> coded(node, w));
    int type = index.type(node, 0);
    if (found.isPresent() && PackedIntegers.has(type) && PackedIntegers.of(type).bits() < 8) {
      format = ExportFormat.QDQ_INT2;
    }
  }

  private void coded(NodeProto node, CodedWeights found) {
    weights.put(node.getOutput(0), found);
    steps.put(node.getOutput(0), found.steps());
    gone.add(node.getOutput(0));
  }

  private void midRise(NodeProto add, int operand) {
    CodedWeights codes = weights.get(add.getInput(operand));
    if (codes != null) {
      new LinearDequantizer(index)
          .midRise(add, codes, 1 - operand)
          .ifPresent(odd -> coded(add, odd));
    }
  }

  private void form(NodeProto node, ActivationForms.Found found) {
    activations.put(node.getOutput(0), found.coded());
    codes.put(found.coded(), found.codes());
    gone.addAll(found.outputs());
    found.outputs().forEach(t -> alike.put(t, node.getOutput(0)));
    if (found.type().bits() < 8) {
      format = ExportFormat.QDQ_INT2;
    }
  }

  private void quant(NodeProto node, boolean constant) {
    format = ExportFormat.QONNX;
    Optional<Constant> x = index.constant(node, 0);
    if (constant && x.isEmpty()) {
      return; // values are not in the file: kept as an operator that is not supported
    }
    if (QonnxNodes.isBipolarQuant(node)) {
      if (!constant) {
        throw index.error(
            node,
            "found a tensor computed at run time, expected weights: levels -1 and 1 have"
                + " no zero");
      }
      coded(node, QonnxQuant.bipolar(index, node, x.get()));
      return;
    }
    QonnxQuant quant = QonnxQuant.of(index, node);
    if (constant) {
      coded(node, quant.weights(x.get()));
    } else {
      activations.put(node.getOutput(0), new CodedTensor(node.getInput(0), quant.activations()));
      gone.add(node.getOutput(0));
    }
  }

  private void move(NodeProto node) {
    List<Float> own = steps.get(node.getInput(0));
    if (own != null) {
      steps.put(node.getOutput(0), own);
    }
  }

  private void rewrite() {
    GraphProto source = model.getGraph();
    GraphProto.Builder graph = source.toBuilder();
    graph.clearNode().clearInitializer().clearInput();
    Set<String> names = new HashSet<>();
    Set<String> read = new HashSet<>();
    Set<String> dropped = new HashSet<>();
    for (NodeProto node : source.getNodeList()) {
      CodedTensor coded = node.getOutputCount() > 0 ? activations.get(node.getOutput(0)) : null;
      if (coded != null) {
        dropped.addAll(node.getInputList());
        graph.addNode(quantizer(coded, node.getOutput(0), unique(node, names)));
        read.add(coded.tensor());
      } else if (node.getOutputCount() > 0 && gone.contains(node.getOutput(0))) {
        dropped.addAll(node.getInputList());
      } else {
        NodeProto kept = reading(node, unique(node, names));
        graph.addNode(kept);
        read.addAll(kept.getInputList());
      }
    }
    for (ValueInfoProto output : source.getOutputList()) {
      read.add(output.getName());
      if (format == ExportFormat.QONNX && activations.containsKey(output.getName())) {
        throw new InvalidInputException(
            file
                + ": output '"
                + QuotedText.name(output.getName())
                + "' is quantized; expected it"
                + " in float");
      }
    }
    dropped.removeAll(read);
    source.getInitializerList().stream()
        .filter(t -> !dropped.contains(t.getName()))
        .forEach(graph::addInitializer);
    source.getInputList().stream()
        .filter(i -> !dropped.contains(i.getName()) || !index.isConstant(i.getName()))
        .forEach(graph::addInput);
    weights.forEach(
        (name, w) -> {
          if (read.contains(name)) {
            graph.addInitializer(w.values(name));
          }
        });
    inFloat = model.toBuilder().setGraph(graph).build();
  }

  private NodeProto quantizer(CodedTensor of, String output, String name) {
    quantizers.put(name, of.form());
    coded.put(name, of);
    return NodeProto.newBuilder()
        .setOpType("Identity")
        .setName(name)
        .addInput(of.tensor())
        .addOutput(output)
        .build();
  }

  private static String unique(NodeProto node, Set<String> names) {
    return unique(
        node.getName().isEmpty() && node.getOutputCount() > 0
            ? node.getOpType() + "_" + node.getOutput(0)
            : node.getName(),
        names);
  }

  private static String unique(String base, Set<String> names) {
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "#" + n;
    }
    return name;
  }

  private NodeProto reading(NodeProto node, String name) {
    List<Float> own = node.getInputCount() > 1 ? steps.get(node.getInput(1)) : null;
    if (own != null && WEIGHTED.contains(node.getOpType())) {
      weightSteps.put(name, own);
    }
    return node.toBuilder().setName(name).build();
  }

  /**
   * The file's model with tensors of codes as outputs, behind its own; empty if it has none, or not
   * all of a byte.
   */
  byte[] probe() {
    if (format != ExportFormat.QCDQ || codes.isEmpty()) {
      return new byte[0];
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    codes.forEach(
        (coded, name) -> {
          PackedIntegers type = coded.form().signed() ? PackedIntegers.INT8 : PackedIntegers.UINT8;
          graph.addOutput(
              ValueInfoProto.newBuilder()
                  .setName(name)
                  .setType(
                      TypeProto.newBuilder()
                          .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.type()))));
        });
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }
}
