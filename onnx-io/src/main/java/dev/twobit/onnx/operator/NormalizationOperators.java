package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;

/** Batch normalization, local response normalization and softmax. */
final class NormalizationOperators {
  private static final String[] BATCH_PARAMETERS = {".scale", ".shift", ".mean", ".variance"};

  private NormalizationOperators() {}

  static void batchNormalization(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    if (node.integer("training_mode", 0) != 0) {
      throw new UnsupportedOperatorException("training_mode=1 is not supported");
    }
    int channels = in.channels();
    double epsilon = node.real("epsilon", 1e-5f);
    context.add(
        node,
        new Layer.BatchNormalization(
            node.name(), context.tensor(node, 0), node.output(), channels, epsilon),
        in);
    for (int i = 0; i < 4; i++) {
      Constant constant = context.requireConstant(node, i + 1, BATCH_PARAMETERS[i].substring(1));
      if (constant.shape().elementCount() != channels) {
        throw node.error(
            BATCH_PARAMETERS[i].substring(1)
                + ": found shape "
                + constant.shape()
                + ", expected "
                + channels);
      }
      String key = node.name() + BATCH_PARAMETERS[i];
      boolean variance = i == 3;
      constant
          .weights()
          .ifPresent(w -> context.parameter(key, checked(node, w, variance, epsilon)));
    }
  }

  private static WeightTensor checked(
      OnnxNode node, WeightTensor weights, boolean variance, double epsilon) {
    if (variance) {
      for (float v : weights.values()) {
        if (v + epsilon <= 0) {
          throw node.error("variance: found " + v + ", expected above -epsilon");
        }
      }
    }
    return weights;
  }

  static void localResponse(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int size = node.integer("size", 0);
    if (size < 1) {
      throw node.error("size: found " + size + ", expected at least 1");
    }
    context.add(
        node,
        new Layer.LocalResponseNormalization(
            node.name(),
            context.tensor(node, 0),
            node.output(),
            size,
            node.real("alpha", 1e-4f),
            node.real("beta", 0.75),
            node.real("bias", 1)),
        in);
  }

  /** Before opset 13 all axes from {@code axis} (default 1) on are one; since then one axis. */
  static void softmax(OnnxNode node, ImportContext context, boolean logarithm) {
    TensorShape in = context.shape(node, 0);
    boolean flattened = context.opset() < 13;
    int axis = node.integer("axis", flattened ? 1 : -1);
    int normal = axis < 0 ? axis + in.rank() : axis;
    if (normal < 0 || normal >= in.rank()) {
      throw node.error("axis: found " + axis + " for an input of rank " + in.rank());
    }
    context.add(
        node,
        new Layer.Softmax(
            node.name(), context.tensor(node, 0), node.output(), normal, flattened, logarithm),
        in);
  }
}
