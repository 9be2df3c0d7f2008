package dev.twobit.onnx.read;

import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.NodeProto;
import java.util.List;

/**
 * A node {@code Quant(x, scale, zeropt, bitwidth)}: clip(x / scale + zeropt) rounded half to even,
 * minus zeropt, times scale.
 *
 * @param zeros one, or as many as there are scales
 */
record QonnxQuant(
    ModelIndex index,
    NodeProto node,
    Constant scale,
    List<Float> scales,
    Constant zeros,
    int least,
    int most) {
  private static final int MOST_BITS = 32;

  static QonnxQuant of(ModelIndex index, NodeProto node) {
    String rounding = ModelIndex.text(node, "rounding_mode", "ROUND");
    if (!rounding.equalsIgnoreCase("ROUND") && !rounding.equalsIgnoreCase("HALF_EVEN")) {
      throw index.error(
          node, "rounding_mode: found " + QuotedText.name(rounding) + ", expected ROUND");
    }
    double bits = index.scalar(node, 3, "bitwidth");
    if (!(bits >= 1 && bits <= MOST_BITS) || bits != Math.rint(bits)) {
      throw index.error(node, "bitwidth: found " + bits + ", expected an integer, 1 to 32");
    }
    boolean signed = ModelIndex.integer(node, "signed", 1) != 0;
    int narrow = ModelIndex.integer(node, "narrow", 0) != 0 ? 1 : 0;
    if (bits == 1 && (signed || narrow != 0)) {
      throw index.error(
          node, "bitwidth: found 1 bit, signed or narrow, expected 2 or more, or BipolarQuant");
    }
    Constant scale = index.requireConstant(node, 1, "scale");
    Constant zeros = index.requireConstant(node, 2, "zeropt");
    if (zeros.size() != 1 && !zeros.shape().equals(scale.shape())) {
      throw index.error(
          node,
          "zeropt: found shape " + zeros.shape() + ", expected one value or the scale's shape");
    }
    long half = 1L << ((int) bits - 1);
    long least = signed ? -half + narrow : 0;
    long most = signed ? half - 1 : 2 * half - 1 - narrow;
    return new QonnxQuant(
        index,
        node,
        scale,
        index.weightSteps(node, scale),
        zeros,
        (int) Math.max(Integer.MIN_VALUE, least),
        (int) Math.min(Integer.MAX_VALUE, most));
  }

  /** The quantizer of computed values. */
  Activations activations() {
    if (scales.size() != 1) {
      throw index.error(
          node,
          "scale: found shape "
              + scale.shape()
              + ", expected one value for a tensor computed at run time");
    }
    int zero = zeros.size() == 1 ? (int) zeros.at(0) : 0;
    if (zeros.size() != 1 || zero != zeros.at(0)) {
      throw index.error(node, "zeropt: expected one integer for a tensor computed at run time");
    }
    boolean shifted = Activations.holds(least - (long) zero, most - (long) zero);
    return ActivationForms.form(
        index,
        node,
        scales.get(0),
        shifted ? least - (long) zero : least,
        shifted ? most - (long) zero : most,
        shifted ? 0 : zero);
  }

  /** A constant's levels and steps. */
  CodedWeights weights(Constant x) {
    boolean midRise = zeros.at(0) != Math.rint(zeros.at(0));
    int factor = midRise ? 2 : 1;
    for (int i = 0; i < zeros.size(); i++) {
      double multiple = zeros.at(i) * factor;
      boolean odd = Math.abs(multiple % 2) == 1;
      if (multiple != Math.rint(multiple) || midRise && !odd || Math.abs(multiple) > 1 << 20) {
        throw index.error(
            node,
            "zeropt: found " + zeros.at(i) + ", expected integers, or all half way between two");
      }
    }
    TensorShape shape = x.shape();
    int axis = index.axis(node, "scale", scale.shape(), shape);
    ChannelSteps steps = ChannelSteps.along(axis, scales, shape);
    int[] levels = new int[x.size()];
    for (int i = 0; i < levels.length; i++) {
      int channel = steps.channel(i);
      float zero = (float) zeros.at(zeros.size() == 1 ? 0 : channel);
      float code = x.at(i) == 0 ? zero : (float) x.at(i) / scales.get(channel) + zero;
      if (Float.isNaN(code)) {
        throw index.error(node, "found a weight that is no number, expected finite ones");
      }
      double rounded = Math.rint(Math.min(most, Math.max(least, code)));
      levels[i] = (int) (factor * (rounded - zero));
    }
    List<Float> each = scales.stream().map(s -> s / factor).toList();
    return CodedWeights.of(shape, levels, ChannelSteps.along(axis, each, shape));
  }

  /** {@code BipolarQuant(x, scale)} of constants: the sign, 1 for 0. */
  static CodedWeights bipolar(ModelIndex index, NodeProto node, Constant x) {
    Constant scale = index.requireConstant(node, 1, "scale");
    int[] levels = new int[x.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = x.at(i) >= 0 ? 1 : -1;
    }
    int axis = index.axis(node, "scale", scale.shape(), x.shape());
    List<Float> scales = index.weightSteps(node, scale);
    return CodedWeights.of(x.shape(), levels, ChannelSteps.along(axis, scales, x.shape()));
  }
}
