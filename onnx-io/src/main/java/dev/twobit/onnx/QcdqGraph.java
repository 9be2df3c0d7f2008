package dev.twobit.onnx;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.DeployedQuantization.Activations;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The graph of a QCDQ file, its quantization taken out and noted. */
final class QcdqGraph {
  private final Path file;
  private final ModelProto model;
  private final TensorDecoder decoder;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> producers = new HashMap<>();

  /** What a dequantized tensor is read from. */
  private final Map<String, CodedTensor> activations = new HashMap<>();

  private final Map<String, List<Float>> dequantizedWeights = new HashMap<>();
  private final Map<CodedTensor, String> codes = new LinkedHashMap<>();
  private final Map<String, SortedMap<Integer, Activations>> inputs = new HashMap<>();
  private final Map<String, List<Float>> weightSteps = new HashMap<>();
  private ModelProto inFloat;

  private QcdqGraph(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
    this.decoder = new TensorDecoder(file);
    this.inFloat = model;
  }

  static QcdqGraph of(Path file, ModelProto model) {
    QcdqGraph graph = new QcdqGraph(file, model);
    graph.index();
    graph.rewrite();
    return graph;
  }

  /** The model without quantization: operands are read as they are before it. */
  ModelProto inFloat() {
    return inFloat;
  }

  /** By node and input index. */
  Map<String, SortedMap<Integer, Activations>> inputs() {
    return inputs;
  }

  /** By node that reads them. */
  Map<String, List<Float>> weightSteps() {
    return weightSteps;
  }

  Map<CodedTensor, String> codes() {
    return codes;
  }

  private void index() {
    GraphProto graph = model.getGraph();
    graph.getInitializerList().forEach(t -> constants.put(t.getName(), t));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(o -> producers.put(o, node));
      for (AttributeProto attribute : node.getAttributeList()) {
        boolean constant = node.getOpType().equals("Constant") && node.getOutputCount() > 0;
        if (constant && attribute.getName().equals("value")) {
          constants.put(node.getOutput(0), attribute.getT());
        }
      }
    }
  }

  private void rewrite() {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Set<String> gone = new HashSet<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (isDequantize(node)) {
        if (constants.containsKey(node.getInput(0))) {
          dequantize(node).ifPresent(t -> keep(graph, t, gone));
        } else {
          form(node, gone);
        }
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    graph.clearNode();
    Set<String> names = new HashSet<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (node.getOutputCount() == 0 || !gone.contains(node.getOutput(0))) {
        graph.addNode(reading(node, unique(node, names)));
      }
    }
    for (ValueInfoProto output : model.getGraph().getOutputList()) {
      if (activations.containsKey(output.getName())) {
        throw new InvalidInputException(
            file
                + ": output '"
                + OnnxNode.shown(output.getName())
                + "' is quantized; expected it"
                + " in float");
      }
    }
    inFloat = model.toBuilder().setGraph(graph).build();
  }

  private static boolean isDequantize(NodeProto node) {
    return node.getOpType().equals("DequantizeLinear")
        && node.getInputCount() >= 2
        && node.getOutputCount() == 1;
  }

  private static void keep(GraphProto.Builder graph, TensorProto values, Set<String> gone) {
    graph.addInitializer(values);
    gone.add(values.getName());
  }

  private static String unique(NodeProto node, Set<String> names) {
    String base =
        node.getName().isEmpty() && node.getOutputCount() > 0
            ? node.getOpType() + "_" + node.getOutput(0)
            : node.getName();
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "#" + n;
    }
    return name;
  }

  private NodeProto reading(NodeProto node, String name) {
    NodeProto.Builder copy = node.toBuilder().setName(name);
    for (int i = 0; i < node.getInputCount(); i++) {
      CodedTensor coded = activations.get(node.getInput(i));
      if (coded != null) {
        copy.setInput(i, coded.tensor());
        inputs.computeIfAbsent(name, n -> new TreeMap<>()).put(i, coded.form());
      }
      List<Float> steps = dequantizedWeights.get(node.getInput(i));
      if (steps != null && i == 1) {
        weightSteps.put(name, steps);
      }
    }
    return copy.build();
  }

  /** Weights as floats, under the name of the node's output; empty if they have an offset. */
  private Optional<TensorProto> dequantize(NodeProto node) {
    Constant levels = constant(node, 0).orElseThrow();
    Optional<Constant> steps = constant(node, 1);
    boolean offset =
        node.getInputCount() > 2 && constant(node, 2).map(this::isNotZero).orElse(true);
    if (steps.isEmpty() || offset || !levels.hasValues()) {
      return Optional.empty();
    }
    int axis = 1;
    for (AttributeProto attribute : node.getAttributeList()) {
      axis = attribute.getName().equals("axis") ? (int) attribute.getI() : axis;
    }
    int inner = 1;
    for (int i = axis + 1; i < levels.shape().rank() && steps.get().size() > 1; i++) {
      inner *= levels.shape().dim(i);
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * levels.size()).order(ByteOrder.LITTLE_ENDIAN);
    List<Float> list = new ArrayList<>();
    for (int i = 0; i < steps.get().size(); i++) {
      list.add((float) steps.get().at(i));
    }
    for (int i = 0; i < levels.size(); i++) {
      bytes.putFloat((float) levels.at(i) * list.get(i / inner % list.size()));
    }
    dequantizedWeights.put(node.getOutput(0), list);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(node.getOutput(0))
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(com.google.protobuf.ByteString.copyFrom(bytes.rewind()));
    levels.shape().dims().forEach(tensor::addDims);
    return Optional.of(tensor.build());
  }

  private boolean isNotZero(Constant constant) {
    for (int i = 0; i < constant.size(); i++) {
      if (constant.at(i) != 0) {
        return true;
      }
    }
    return false;
  }

  private Optional<Constant> constant(NodeProto node, int input) {
    return node.getInputCount() > input
        ? Optional.ofNullable(constants.get(node.getInput(input))).map(decoder::decode)
        : Optional.empty();
  }

  /** QuantizeLinear, perhaps Clip, DequantizeLinear with one step, if that is what it is. */
  private void form(NodeProto dequantize, Set<String> gone) {
    NodeProto above = producers.get(dequantize.getInput(0));
    if (above == null) {
      return;
    }
    if (above.getInputCount() == 0) {
      return;
    }
    boolean clipped = above.getOpType().equals("Clip");
    Optional<NodeProto> clip = clipped ? Optional.of(above) : Optional.empty();
    NodeProto quantize = clipped ? producers.get(above.getInput(0)) : above;
    if (quantize == null
        || !quantize.getOpType().equals("QuantizeLinear")
        || quantize.getInputCount() < 2
        || constants.containsKey(quantize.getInput(0))
        || !quantize.getInput(1).equals(dequantize.getInput(1))) {
      return;
    }
    Optional<Constant> step = constant(quantize, 1);
    boolean signed =
        quantize.getInputCount() > 2
            && Optional.ofNullable(constants.get(quantize.getInput(2)))
                .filter(z -> z.getDataType() == TensorProto.DataType.INT8_VALUE)
                .isPresent();
    double zero = constant(quantize, 2).map(c -> c.at(0)).orElse(0.0);
    double least = clip.flatMap(c -> constant(c, 1)).map(c -> c.at(0)).orElse(signed ? -128.0 : 0);
    double most = clip.flatMap(c -> constant(c, 2)).map(c -> c.at(0)).orElse(signed ? 127. : 255);
    if (step.isEmpty() || step.get().size() != 1) {
      return;
    }
    Activations form =
        form(quantize, (float) step.get().at(0), (int) (least - zero), (int) (most - zero));
    if (zero != 0) {
      throw new InvalidInputException(
          file
              + ": node '"
              + OnnxNode.shown(quantize.getName())
              + "': found zero point "
              + zero
              + ", expected 0");
    }
    CodedTensor coded = new CodedTensor(quantize.getInput(0), form);
    activations.put(dequantize.getOutput(0), coded);
    codes.put(coded, dequantize.getInput(0));
    gone.add(dequantize.getOutput(0));
    gone.add(quantize.getOutput(0));
    clip.ifPresent(c -> gone.add(c.getOutput(0)));
  }

  private Activations form(NodeProto node, float step, int least, int most) {
    for (int bits = 1; bits <= 8; bits++) {
      for (boolean signed : new boolean[] {false, true}) {
        Activations form = new Activations(step, bits, signed);
        if (form.leastCode() == least && form.mostCode() == most) {
          return form;
        }
      }
    }
    throw new InvalidInputException(
        file
            + ": node '"
            + OnnxNode.shown(node.getName())
            + "': found codes "
            + least
            + " to "
            + most
            + ", expected all of 1 to 8 bits");
  }

  /** The file's model with tensors of codes as outputs, behind its own; empty if it has none. */
  byte[] probe() {
    if (codes.isEmpty()) {
      return new byte[0];
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    codes.forEach(
        (coded, name) ->
            graph.addOutput(
                ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(
                        TypeProto.newBuilder()
                            .setTensorType(
                                TypeProto.Tensor.newBuilder()
                                    .setElemType(
                                        coded.form().signed()
                                            ? TensorProto.DataType.INT8_VALUE
                                            : TensorProto.DataType.UINT8_VALUE)))));
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }
}
