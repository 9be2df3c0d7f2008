package dev.twobit.onnx.read;

import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import java.util.Optional;

/**
 * {@code QuantizeLinear} and {@code DequantizeLinear} that are no quantizer of a form that is read
 * ({@link ActivationForms}), and so are left in the graph: what of them is the reason.
 */
final class LeftQuantizers {
  private LeftQuantizers() {}

  static boolean is(OnnxNode node) {
    return node.standardDomain()
        && (node.operator().equals("QuantizeLinear") || node.operator().equals("DequantizeLinear"));
  }

  /**
   * @return what is not supported
   * @throws dev.twobit.network.InvalidInputException for what no valid file has
   */
  static String reason(OnnxNode node, ImportContext context) {
    if (!node.hasInput(1)) {
      throw node.error("scale: found none, expected a constant");
    }
    Optional<Constant> scale = context.constant(node.input(1)).filter(Constant::hasValues);
    if (scale.isEmpty()) {
      return "its scale is computed at run time";
    }
    int scales = scale.get().size();
    for (int i = 0; i < scales; i++) {
      float step = (float) scale.get().at(i);
      if (!(step >= 0) || step == 0 && scales == 1 || step == Float.POSITIVE_INFINITY) {
        throw node.error("scale: found " + step + ", expected finite and above 0");
      }
    }
    if (node.hasInput(2)) {
      Optional<Constant> zero = context.constant(node.input(2)).filter(Constant::hasValues);
      if (zero.isEmpty()) {
        return "its zero point is computed at run time";
      }
      if (zero.get().size() != scales) {
        throw node.error(
            "zero point: found "
                + zero.get().size()
                + " values for "
                + scales
                + (scales == 1 ? " scale" : " scales")
                + ", expected as many");
      }
    }
    if (scales != 1) {
      return "computed tensors with " + scales + " scales, expected one";
    }
    return node.operator().equals("QuantizeLinear")
        ? "its codes are not read, unchanged and in 8 bits or fewer, by a DequantizeLinear of the"
            + " same scale and zero point"
        : "what it reads are not the codes of a QuantizeLinear of the same scale and zero point, in"
            + " 8 bits or fewer";
  }
}
