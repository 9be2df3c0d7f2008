package dev.twobit.onnx.read;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.NodeProto;
import java.util.Optional;

/** {@code DequantizeLinear} of constants, and an {@code Add} of half a step behind it. */
record LinearDequantizer(ModelIndex index) {

  /** Empty if the scale is not a constant. */
  Optional<CodedWeights> weights(NodeProto node) {
    Optional<Constant> codes = index.constant(node, 0);
    Optional<Constant> scale = index.constant(node, 1);
    if (codes.isEmpty() || scale.isEmpty() || !codes.get().integral()) {
      return Optional.empty();
    }
    TensorShape shape = codes.get().shape();
    ChannelSteps steps = ChannelSteps.of(index, node, shape);
    boolean zero = ModelIndex.hasInput(node, 2);
    Optional<Constant> zeros = index.constant(node, 2);
    if (zero && zeros.isEmpty()) {
      return Optional.empty();
    }
    if (zero && !zeros.get().shape().equals(scale.get().shape())) {
      throw index.error(
          node,
          "zero point: found shape "
              + zeros.get().shape()
              + ", expected the scale's "
              + scale.get().shape());
    }
    if (zero && index.type(node, 2) != index.type(node, 0)) {
      throw index.error(
          node,
          "zero point: found element type "
              + index.type(node, 2)
              + ", expected the codes' "
              + index.type(node, 0));
    }
    int[] levels = new int[codes.get().size()];
    for (int i = 0; i < levels.length; i++) {
      int channel = steps.channel(i);
      levels[i] = (int) (codes.get().at(i) - zeros.map(z -> z.at(channel)).orElse(0.0));
    }
    return Optional.of(CodedWeights.of(shape, levels, steps));
  }

  /**
   * The odd levels behind an Add.
   *
   * @param codes what its other operand is
   * @param constant number of the operand that is added
   * @return empty if that is not half a step everywhere
   */
  Optional<CodedWeights> midRise(NodeProto add, CodedWeights codes, int constant) {
    Optional<Constant> half = index.constant(add, constant);
    int steps = codes.steps().size();
    if (half.isEmpty()
        || half.get().size() != steps
        || half.get().shape().rank() > codes.shape().rank()) {
      return Optional.empty();
    }
    if (steps > 1 && index.axis(add, "addend", half.get().shape(), codes.shape()) != codes.axis()) {
      return Optional.empty();
    }
    for (int i = 0; i < steps; i++) {
      if ((float) half.get().at(i) != codes.steps().get(i) / 2) {
        return Optional.empty();
      }
    }
    return Optional.of(codes.midRise());
  }
}
