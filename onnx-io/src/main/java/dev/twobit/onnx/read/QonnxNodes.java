package dev.twobit.onnx.read;

import dev.twobit.onnx.QonnxDomain;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.NodeProto;
import java.util.Set;

/** Operators of QONNX, under the domains they have had. */
final class QonnxNodes {
  private static final Set<String> DOMAINS =
      Set.of(QonnxDomain.NAME, "onnx.brevitas", "finn.custom_op.general");

  private QonnxNodes() {}

  static boolean isDomain(String domain) {
    return DOMAINS.contains(domain);
  }

  /** {@code IntQuant} is what {@code Quant} has been renamed to. */
  static boolean isQuant(NodeProto node) {
    return DOMAINS.contains(node.getDomain())
        && (node.getOpType().equals("Quant") || node.getOpType().equals("IntQuant"));
  }

  static boolean isBipolarQuant(NodeProto node) {
    return DOMAINS.contains(node.getDomain()) && node.getOpType().equals("BipolarQuant");
  }

  static boolean isTrunc(OnnxNode node) {
    return DOMAINS.contains(node.domain()) && node.operator().equals("Trunc");
  }

  /** What a Trunc does: it is shown, not run. */
  static String truncation(OnnxNode node, ImportContext context) {
    return "truncation from "
        + bits(node, 3, context)
        + " to "
        + bits(node, 4, context)
        + " bits, "
        + node.text("rounding_mode", "FLOOR");
  }

  private static String bits(OnnxNode node, int input, ImportContext context) {
    return node.hasInput(input)
        ? context
            .constant(node.input(input))
            .filter(c -> c.hasValues() && c.size() == 1)
            .map(c -> String.valueOf(Math.round(c.at(0))))
            .orElse("computed")
        : "unknown";
  }
}
