package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.ArrayList;
import java.util.List;

/** Gemm and MatMul with constant weights, as fully connected layers. */
final class MatrixOperators {
  private MatrixOperators() {}

  static void gemm(OnnxNode node, ImportContext context) {
    boolean turned = node.integer("transA", 0) != 0;
    TensorShape given = context.shape(node, 0);
    TensorShape in =
        turned && given.rank() == 2 ? TensorShape.of(given.dim(1), given.dim(0)) : given;
    Constant weight = context.requireConstant(node, 1, "the weight");
    if (in.rank() != 2 || weight.shape().rank() != 2) {
      throw node.error("found " + in + " times " + weight.shape() + ", expected two matrices");
    }
    boolean transposed = node.integer("transB", 0) != 0;
    float alpha = (float) node.real("alpha", 1);
    float beta = (float) node.real("beta", 1);
    int inputs = weight.shape().dim(transposed ? 1 : 0);
    int outputs = weight.shape().dim(transposed ? 0 : 1);
    requireFit(node, in, inputs, weight);
    boolean bias = node.hasInput(2) && beta != 0;
    String x = context.tensor(node, 0);
    if (turned) {
      String columns = context.fresh(node.output() + ".transposed");
      context.add(
          node,
          new Layer.Transpose(context.fresh(node.name() + ".transpose"), x, columns, List.of(1, 0)),
          in);
      x = columns;
    }
    connect(node, context, x, in, inputs, outputs, bias);
    rows(weight, transposed, alpha, inputs, outputs)
        .ifPresent(w -> context.parameter(node.name() + ".weight", w));
    if (bias) {
      Constant c = context.requireConstant(node, 2, "the bias");
      long size = c.shape().elementCount();
      if (size != outputs && size != 1) {
        throw node.error("bias: found shape " + c.shape() + ", expected " + outputs);
      }
      c.weights()
          .ifPresent(
              w -> {
                float[] values = new float[outputs];
                for (int i = 0; i < outputs; i++) {
                  values[i] = beta * w.values()[size == 1 ? 0 : i];
                }
                context.parameter(node.name() + ".bias", WeightTensor.vector(values));
              });
    }
  }

  static void matMul(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    if (!context.isConstant(node, 1)) {
      throw new UnsupportedOperatorException(
          context.isConstant(node, 0)
              ? "the constant is the first factor; expected it to be the second"
              : "both factors are computed at run time");
    }
    if (context.isConstant(node, 0)) {
      throw new UnsupportedOperatorException("both factors are constants");
    }
    Constant weight = context.requireConstant(node, 1, "the weight");
    if (in.rank() < 2 || weight.shape().rank() != 2) {
      throw new UnsupportedOperatorException(
          "found " + in + " times " + weight.shape() + ", expected a constant matrix");
    }
    int inputs = weight.shape().dim(0);
    int outputs = weight.shape().dim(1);
    requireFit(node, in, inputs, weight);
    connect(node, context, context.tensor(node, 0), in, inputs, outputs, false);
    rows(weight, false, 1, inputs, outputs)
        .ifPresent(w -> context.parameter(node.name() + ".weight", w));
  }

  private static void requireFit(OnnxNode node, TensorShape in, int inputs, Constant weight) {
    if (in.dim(-1) != inputs) {
      throw node.error(
          "input "
              + in
              + " has "
              + in.dim(-1)
              + " features, but the weight "
              + weight.shape()
              + " reads "
              + inputs);
    }
  }

  private static void connect(
      OnnxNode node,
      ImportContext context,
      String x,
      TensorShape in,
      int inputs,
      int outputs,
      boolean bias) {
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.set(dims.size() - 1, outputs);
    context.add(
        node,
        new Layer.FullyConnected(node.name(), x, node.output(), inputs, outputs, bias),
        new TensorShape(dims));
  }

  /** Weights as (G,F) scaled by alpha; empty if the file has no values. */
  private static java.util.Optional<WeightTensor> rows(
      Constant weight, boolean transposed, float alpha, int inputs, int outputs) {
    return weight
        .weights()
        .map(
            w -> {
              if (transposed && alpha == 1) {
                return w;
              }
              float[] stored = w.values();
              float[] values = new float[inputs * outputs];
              for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                  values[o * inputs + i] =
                      alpha * stored[transposed ? o * inputs + i : i * outputs + o];
                }
              }
              return new WeightTensor(TensorShape.of(outputs, inputs), values);
            });
  }
}
