package dev.twobit.onnx.read;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Constants that a file quantizes when it runs, as they are then: {@code QuantizeLinear} of weights
 * in float, {@code Clip} of weights or of codes, and movements of codes. Each becomes a constant,
 * as if the file held the codes.
 */
final class ConstantQuantizers {
  private static final Set<String> MOVEMENTS =
      Set.of("Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze");

  /** Seven times the weights of the largest networks of images. */
  private static final long MOST_ELEMENTS = 1L << 30;

  private final Path file;
  private final ModelProto model;
  private final ModelIndex index;
  private final Map<String, TensorProto> folded = new LinkedHashMap<>();
  private long elements;

  private ConstantQuantizers(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
    this.index = new ModelIndex(file, model.getGraph());
  }

  /** The same model if it has none. */
  static ModelProto folded(Path file, ModelProto model) {
    var quantizers = new ConstantQuantizers(file, model);
    quantizers.fold();
    return quantizers.folded.isEmpty() ? model : quantizers.rewritten();
  }

  private void fold() {
    Map<String, NodeProto> writers = new HashMap<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (node.getOutputCount() == 1 && node.getInputCount() > 0) {
        writers.put(node.getOutput(0), node);
      }
    }
    for (OnnxNode node : GraphNodes.sorted(String.valueOf(file.getFileName()), model.getGraph())) {
      if (node.standardDomain() && !node.outputs().isEmpty()) {
        Optional.ofNullable(writers.get(node.output()))
            .filter(writer -> index.isConstant(writer.getInput(0)))
            .ifPresent(writer -> codes(writer, node).ifPresent(t -> define(writer, t)));
      }
    }
  }

  private void define(NodeProto node, TensorProto tensor) {
    elements += tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
    if (elements > MOST_ELEMENTS) {
      throw index.error(
          node, "constants computed at import have too many elements (" + elements + ")");
    }
    folded.put(tensor.getName(), tensor);
    index.define(tensor);
  }

  private Optional<TensorProto> codes(NodeProto node, OnnxNode named) {
    return switch (node.getOpType()) {
      case "QuantizeLinear" -> quantized(node);
      case "Clip" -> clipped(node);
      default -> MOVEMENTS.contains(node.getOpType()) ? moved(node, named) : Optional.empty();
    };
  }

  private Optional<TensorProto> quantized(NodeProto node) {
    Optional<Constant> x = index.constant(node, 0).filter(c -> !c.integral());
    Optional<Constant> scale = index.constant(node, 1);
    Optional<PackedIntegers> type = index.quantizedType(node);
    boolean zero = ModelIndex.hasInput(node, 2);
    Optional<Constant> zeros = index.constant(node, 2);
    if (x.isEmpty() || scale.isEmpty() || type.isEmpty() || zero && zeros.isEmpty()) {
      return Optional.empty();
    }
    ChannelSteps steps = ChannelSteps.of(index, node, x.get().shape());
    PackedIntegers integers = type.get();
    int[] codes = new int[x.get().size()];
    for (int i = 0; i < codes.length; i++) {
      int channel = steps.channel(i);
      double middle = zeros.map(z -> z.at(channel)).orElse(0.0);
      double level = level((float) x.get().at(i), steps.steps().get(channel));
      if (Double.isNaN(level)) {
        throw index.error(node, "found a weight that is no number, expected finite ones");
      }
      codes[i] = (int) Math.min(integers.most(), Math.max(integers.least(), level + middle));
    }
    return Optional.of(packed(node, integers, x.get().shape(), codes));
  }

  /** A channel of zeros has no step of its own: any code of it stands for 0. */
  private static double level(float x, float step) {
    return x == 0 ? 0 : Math.rint(x / step);
  }

  private Optional<TensorProto> clipped(NodeProto node) {
    Optional<Constant> x = index.constant(node, 0);
    boolean computed =
        IntStream.range(1, node.getInputCount())
            .anyMatch(i -> ModelIndex.hasInput(node, i) && index.constant(node, i).isEmpty());
    if (x.isEmpty() || computed || node.getAttributeCount() > 0) {
      return Optional.empty();
    }
    double least = bound(node, 1, Double.NEGATIVE_INFINITY);
    double most = bound(node, 2, Double.POSITIVE_INFINITY);
    return tensor(node, index.type(node, 0), x.get(), v -> Math.min(most, Math.max(least, v)));
  }

  private double bound(NodeProto node, int input, double otherwise) {
    return ModelIndex.hasInput(node, input)
        ? index.scalar(node, input, input == 1 ? "min" : "max")
        : otherwise;
  }

  private Optional<TensorProto> moved(NodeProto node, OnnxNode named) {
    int type = index.type(node, 0);
    Map<String, Constant> constants = new HashMap<>();
    for (int i = 0; i < node.getInputCount(); i++) {
      String input = node.getInput(i);
      index.constant(node, i).ifPresent(c -> constants.put(input, c));
    }
    if (!PackedIntegers.has(type) || constants.size() < node.getInputCount()) {
      return Optional.empty();
    }
    var context =
        new ImportContext(Opset.of(String.valueOf(file.getFileName()), model), constants, Map.of());
    return new ConstantFolder(TensorDecoder.ofCodes(file))
        .fold(named, context)
        .flatMap(c -> tensor(node, type, c, v -> v));
  }

  private static Optional<TensorProto> tensor(
      NodeProto node, int type, Constant values, DoubleUnaryOperator function) {
    double[] all =
        IntStream.range(0, values.size()).mapToDouble(values::at).map(function).toArray();
    if (PackedIntegers.has(type)) {
      int[] codes = IntStream.range(0, all.length).map(i -> (int) all[i]).toArray();
      return Optional.of(packed(node, PackedIntegers.of(type), values.shape(), codes));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(node.getOutput(0)).setDataType(type);
    values.shape().dims().forEach(tensor::addDims);
    if (type == DataType.FLOAT_VALUE) {
      for (double value : all) {
        tensor.addFloatData((float) value);
      }
      return Optional.of(tensor.build());
    }
    if (type == DataType.INT32_VALUE) {
      for (double value : all) {
        tensor.addInt32Data((int) value);
      }
      return Optional.of(tensor.build());
    }
    return Optional.empty();
  }

  private static TensorProto packed(
      NodeProto node, PackedIntegers type, TensorShape shape, int[] codes) {
    GraphWriter writer = new GraphWriter("");
    writer.packed(node.getOutput(0), type, shape, codes);
    return writer.build().getInitializer(0);
  }

  /** Without the nodes, and without the constants that nothing else reads. */
  private ModelProto rewritten() {
    GraphProto source = model.getGraph();
    GraphProto.Builder graph = source.toBuilder().clearNode().clearInitializer().clearInput();
    Set<String> read = new HashSet<>();
    Set<String> dropped = new HashSet<>();
    source.getOutputList().forEach(o -> read.add(o.getName()));
    for (NodeProto node : source.getNodeList()) {
      if (node.getOutputCount() == 1 && folded.containsKey(node.getOutput(0))) {
        dropped.addAll(node.getInputList());
      } else {
        graph.addNode(node);
        read.addAll(node.getInputList());
      }
    }
    dropped.removeAll(read);
    source.getInputList().stream()
        .filter(i -> !dropped.contains(i.getName()) || !index.isConstant(i.getName()))
        .forEach(graph::addInput);
    source.getInitializerList().stream()
        .filter(t -> !dropped.contains(t.getName()))
        .forEach(graph::addInitializer);
    folded.values().stream().filter(t -> read.contains(t.getName())).forEach(graph::addInitializer);
    return model.toBuilder().setGraph(graph).build();
  }
}
