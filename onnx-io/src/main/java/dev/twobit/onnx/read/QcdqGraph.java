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
import dev.twobit.onnx.proto.TensorProto;
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
import java.util.SortedMap;
import java.util.TreeMap;

/** The graph of a quantized file of any {@link ExportFormat}, its quantization taken out. */
final class QcdqGraph {
  private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  /** Hand values on as they are, in another order or shape. */
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

  private final Set<String> gone = new HashSet<>();
  private final Map<CodedTensor, String> codes = new LinkedHashMap<>();
  private final Map<String, SortedMap<Integer, Activations>> inputs = new HashMap<>();
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
      graph.requireOnce();
      graph.rewrite();
    }
    return graph;
  }

  /** The model without quantization: operands are read as they are before it. */
  ModelProto inFloat() {
    return inFloat;
  }

  /** Forms of quantized inputs, by node and input index. */
  Map<String, SortedMap<Integer, Activations>> inputs() {
    return inputs;
  }

  /** Steps of quantized weights, by the node that reads them. */
  Map<String, List<Float>> weightSteps() {
    return weightSteps;
  }

  ExportFormat format() {
    return format;
  }

  /** Tensors of codes, if all are of a byte. */
  Map<CodedTensor, String> codes() {
    return format == ExportFormat.QCDQ ? codes : Map.of();
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

  /**
   * Hands a quantizer on: in a QONNX file, what is only moved after it was quantized is quantized
   * where it is read.
   */
  private void move(NodeProto node) {
    List<Float> own = steps.get(node.getInput(0));
    if (own != null) {
      steps.put(node.getOutput(0), own);
    }
    CodedTensor coded = activations.get(node.getInput(0));
    if (coded != null && format == ExportFormat.QONNX) {
      activations.put(node.getOutput(0), new CodedTensor(node.getOutput(0), coded.form()));
    }
  }

  /** What reads a quantized tensor and quantizes it again would be read past. */
  private void requireOnce() {
    activations.forEach(
        (name, coded) -> {
          if (gone.contains(coded.tensor()) && !gone.contains(name)) {
            throw new IllegalStateException(name + " is read from nothing");
          }
          if (gone.contains(coded.tensor())) {
            throw new InvalidInputException(
                file.getFileName()
                    + ": tensor '"
                    + QuotedText.name(coded.tensor())
                    + "': found it quantized twice in a row, expected once");
          }
        });
  }

  private void rewrite() {
    GraphProto source = model.getGraph();
    GraphProto.Builder graph = source.toBuilder();
    graph.clearNode().clearInitializer().clearInput();
    Set<String> names = new HashSet<>();
    Set<String> read = new HashSet<>();
    Set<String> dropped = new HashSet<>();
    for (NodeProto node : source.getNodeList()) {
      if (node.getOutputCount() > 0 && gone.contains(node.getOutput(0))) {
        dropped.addAll(node.getInputList());
      } else {
        NodeProto kept = reading(node, unique(node, names));
        graph.addNode(kept);
        read.addAll(kept.getInputList());
      }
    }
    for (ValueInfoProto output : source.getOutputList()) {
      read.add(output.getName());
      CodedTensor coded = activations.get(output.getName());
      if (coded != null && format == ExportFormat.QONNX) {
        throw new InvalidInputException(
            file
                + ": output '"
                + QuotedText.name(output.getName())
                + "' is quantized; expected it"
                + " in float");
      }
      if (coded != null) {
        readQuantized(graph, coded, output.getName(), names);
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

  /** An output that is dequantized has a layer that reads it so: a product with one. */
  private void readQuantized(
      GraphProto.Builder graph, CodedTensor coded, String output, Set<String> names) {
    String name = unique(output + ".dequantized", names);
    String one = name + ".one";
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(one)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addFloatData(1));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Mul")
            .setName(name)
            .addInput(coded.tensor())
            .addInput(one)
            .addOutput(output));
    inputs.put(name, new TreeMap<>(Map.of(0, coded.form())));
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
    NodeProto.Builder copy = node.toBuilder().setName(name);
    boolean moves = node.getOutputCount() > 0 && activations.containsKey(node.getOutput(0));
    for (int i = 0; i < node.getInputCount(); i++) {
      CodedTensor coded = activations.get(node.getInput(i));
      if (coded != null) {
        copy.setInput(i, coded.tensor());
        if (!moves) {
          inputs.computeIfAbsent(name, n -> new TreeMap<>()).put(i, coded.form());
        }
      }
      List<Float> own = steps.get(node.getInput(i));
      if (own != null && i == 1 && WEIGHTED.contains(node.getOpType())) {
        weightSteps.put(name, own);
      }
    }
    return copy.build();
  }

  /** The file's model with tensors of codes as outputs, behind its own; empty if it has none. */
  byte[] probe() {
    if (codes().isEmpty()) {
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
