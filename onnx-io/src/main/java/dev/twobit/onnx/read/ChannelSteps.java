package dev.twobit.onnx.read;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.proto.NodeProto;
import java.util.List;

/**
 * Scales of a {@code QuantizeLinear} or {@code DequantizeLinear} of a constant: one, or one a
 * channel.
 *
 * @param steps 0 for a channel of zeros, if others have more
 * @param axis of the channels; 0 for one step
 * @param inner elements of a channel that lie one behind another
 */
record ChannelSteps(List<Float> steps, int axis, int inner) {

  /** Of the node's input 1, which is a constant. */
  static ChannelSteps of(ModelIndex index, NodeProto node, TensorShape shape) {
    if (ModelIndex.integer(node, "block_size", 0) != 0) {
      throw index.error(node, "block_size: found blocks, expected one scale or one a channel");
    }
    List<Float> steps = index.weightSteps(node, index.requireConstant(node, 1, "scale"));
    return along(axis(index, node, shape, steps.size()), steps, shape);
  }

  static ChannelSteps along(int axis, List<Float> steps, TensorShape shape) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank() && steps.size() > 1; i++) {
      inner *= shape.dim(i);
    }
    return new ChannelSteps(steps, axis, Math.max(1, inner));
  }

  int channel(int element) {
    return element / inner % steps.size();
  }

  private static int axis(ModelIndex index, NodeProto node, TensorShape shape, int steps) {
    if (steps == 1) {
      return 0;
    }
    long axis = ModelIndex.integer(node, "axis", 1);
    axis = axis < 0 ? axis + shape.rank() : axis;
    if (axis < 0 || axis >= shape.rank() || shape.dim((int) axis) != steps) {
      throw index.error(
          node,
          "scale: found "
              + steps
              + " for axis "
              + axis
              + " of shape "
              + shape
              + ", expected one"
              + " value or one a channel");
    }
    return (int) axis;
  }
}
