package dev.twobit.onnx.read;

import dev.twobit.network.Layer;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps a node that cannot be run as a layer of known shape, so that structure can be shown. */
final class UnsupportedNodes {
  /** Operators of other domains that keep their first input's shape. */
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "RequantShift", "Quant", "BipolarQuant", "Trunc", "QuantizeLinear", "DequantizeLinear");

  private UnsupportedNodes() {}

  /**
   * @param reason what of the node is not supported; empty if its operator is not at all
   */
  static void keep(OnnxNode node, ImportContext context, String reason) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.hasInput(i) && !context.isConstant(node, i)) {
        inputs.add(context.tensor(node, i));
      }
    }
    node.attributes().values().forEach(a -> captured(a, context, inputs));
    TensorShape shape =
        context
            .declaredShape(node.output())
            .or(() -> known(node, context))
            .orElseThrow(
                () ->
                    node.error(
                        "operator "
                            + qualified(node)
                            + " is not supported"
                            + (reason.isEmpty() ? "" : " (" + reason + ")")
                            + "; the file does not state its output's shape, so its share of the"
                            + " MACs cannot be counted"));
    context.add(
        node,
        new Layer.Unsupported(
            node.name(),
            inputs,
            node.output(),
            node.domain(),
            node.operator(),
            reason,
            macs(node, context, shape),
            0),
        shape);
  }

  /** Branches and bodies read tensors around them without naming them as the node's inputs. */
  private static void captured(AttributeProto attribute, ImportContext context, List<String> to) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    for (GraphProto graph : graphs) {
      for (NodeProto inner : graph.getNodeList()) {
        inner.getInputList().stream()
            .map(context::resolve)
            .filter(t -> context.shapes().containsKey(t) && !to.contains(t))
            .forEach(to::add);
        inner.getAttributeList().forEach(a -> captured(a, context, to));
      }
    }
  }

  private static Optional<TensorShape> known(OnnxNode node, ImportContext context) {
    boolean unary = node.standardDomain() || ELEMENTWISE.contains(node.operator());
    if (node.operator().equals("MatMul") && !context.isConstant(node, 0)) {
      return Optional.of(product(context.shape(node, 0), context.shape(node, 1)));
    }
    return unary && ELEMENTWISE.contains(node.operator())
        ? Optional.of(context.shape(node, 0))
        : Optional.empty();
  }

  private static TensorShape product(TensorShape a, TensorShape b) {
    List<Integer> dims = new ArrayList<>(a.dims());
    dims.set(dims.size() - 1, b.dim(-1));
    return new TensorShape(dims);
  }

  private static long macs(OnnxNode node, ImportContext context, TensorShape out) {
    return node.standardDomain() && node.operator().equals("MatMul")
        ? Math.multiplyExact(out.elementCount(), (long) context.shape(node, 0).dim(-1))
        : 0;
  }

  private static String qualified(OnnxNode node) {
    return QuotedText.name(
        node.standardDomain() ? node.operator() : node.domain() + "." + node.operator());
  }
}
