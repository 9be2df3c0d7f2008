package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;

/** Conv and ConvTranspose. */
final class ConvolutionOperators {
  private ConvolutionOperators() {}

  static void convolution(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    Constant weight = context.requireConstant(node, 1, "the weight");
    requirePlanes(node, in, weight);
    TensorShape w = weight.shape();
    int groups = groups(node);
    if (w.dim(1) == 0 || w.dim(0) == 0 || w.dim(2) == 0 || w.dim(3) == 0) {
      throw node.error("weight shape " + w + " has an extent of 0");
    }
    if ((long) w.dim(1) * groups != in.channels()) {
      throw node.error(
          "input "
              + in
              + " has "
              + in.channels()
              + " channels, but the weight "
              + w
              + " in "
              + groups
              + " groups reads "
              + (long) w.dim(1) * groups);
    }
    if (w.dim(0) % groups != 0) {
      throw node.error("found " + w.dim(0) + " kernels, expected a multiple of group " + groups);
    }
    requireKernelShape(node, w);
    Window window = WindowAttributes.of(node, in, w.dim(2), w.dim(3));
    TensorShape out = WindowAttributes.output(node, in, window, w.dim(0), false);
    boolean bias = node.hasInput(2);
    var layer =
        new Layer.Convolution(
            node.name(),
            context.tensor(node, 0),
            node.output(),
            in.channels(),
            w.dim(0),
            window,
            groups,
            bias);
    context.add(node, layer, out);
    context.parameter(node.name() + ".weight", weight);
    if (bias) {
      bias(node, context, w.dim(0));
    }
  }

  static void transposed(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    Constant weight = context.requireConstant(node, 1, "the weight");
    requirePlanes(node, in, weight);
    TensorShape w = weight.shape();
    int groups = groups(node);
    if (w.dim(0) != in.channels() || w.dim(0) % groups != 0) {
      throw node.error(
          "input " + in + " does not fit the weight " + w + " in " + groups + " groups");
    }
    if (w.dim(1) == 0 || w.dim(2) == 0 || w.dim(3) == 0) {
      throw node.error("weight shape " + w + " has an extent of 0");
    }
    requireKernelShape(node, w);
    Window window = TransposedWindowAttributes.of(node, in, w.dim(2), w.dim(3));
    TensorShape plane = TransposedWindowAttributes.output(node, in, window);
    int height = plane.dim(0);
    int width = plane.dim(1);
    int kernels = w.dim(1) * groups;
    boolean bias = node.hasInput(2);
    context.add(
        node,
        new Layer.TransposedConvolution(
            node.name(),
            context.tensor(node, 0),
            node.output(),
            in.channels(),
            kernels,
            window,
            groups,
            bias),
        TensorShape.of(in.dim(0), kernels, height, width));
    context.parameter(node.name() + ".weight", weight);
    if (bias) {
      bias(node, context, kernels);
    }
  }

  private static void bias(OnnxNode node, ImportContext context, int channels) {
    Constant bias = context.requireConstant(node, 2, "the bias");
    if (bias.shape().elementCount() != channels) {
      throw node.error("bias: found shape " + bias.shape() + ", expected " + channels);
    }
    bias.weights()
        .ifPresent(
            b ->
                context.parameter(
                    node.name() + ".bias", new WeightTensor(TensorShape.of(channels), b.values())));
  }

  private static int groups(OnnxNode node) {
    int groups = node.integer("group", 1);
    if (groups < 1) {
      throw node.error("group: found " + groups + ", expected at least 1");
    }
    return groups;
  }

  private static void requirePlanes(OnnxNode node, TensorShape in, Constant weight) {
    if (in.rank() != weight.shape().rank()) {
      throw node.error(
          "input " + in + " and weight " + weight.shape() + " differ in rank; expected 4 and 4");
    }
    if (in.rank() != 4) {
      throw new UnsupportedOperatorException(
          "input of rank " + in.rank() + " is not supported; expected (N,C,H,W)");
    }
  }

  private static void requireKernelShape(OnnxNode node, TensorShape w) {
    int[] kernel = node.integers("kernel_shape", w.dim(2), w.dim(3));
    if (kernel.length != 2 || kernel[0] != w.dim(2) || kernel[1] != w.dim(3)) {
      throw node.error(
          "kernel_shape: found "
              + java.util.Arrays.toString(kernel)
              + ", but the weight is "
              + w.dim(2)
              + "x"
              + w.dim(3));
    }
  }
}
