package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.List;

/** Activations, adds, products and arithmetic with constants. */
final class ElementwiseKernel {
  private ElementwiseKernel() {}

  static WeightTensor activation(Layer.Activation a, WeightTensor x) {
    float[] y = new float[x.values().length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) value(a, x.values()[i]);
    }
    return new WeightTensor(x.shape(), y);
  }

  static double value(Layer.Activation a, double x) {
    return switch (a.function()) {
      case RELU -> Math.max(0, x);
      case CLIP -> Math.min(Math.max(x, a.alpha()), a.beta());
      case LEAKY_RELU -> x > 0 ? x : a.alpha() * x;
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, a.alpha() * x + a.beta()));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case ELU -> x > 0 ? x : a.alpha() * Math.expm1(x);
      case SOFTPLUS -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> Erf.erf(x);
    };
  }

  static WeightTensor parametricRelu(Layer.ParametricRelu p, WeightTensor x, WeightTensor slope) {
    float[] y = new float[x.values().length];
    for (int i = 0; i < y.length; i++) {
      float v = x.values()[i];
      int at = x.shape().broadcastIndex(slope.shape(), i);
      y[i] = v > 0 ? v : v * slope.values()[at];
    }
    return new WeightTensor(x.shape(), y);
  }

  static WeightTensor combine(List<WeightTensor> inputs, TensorShape out, boolean sum) {
    float[] y = new float[(int) out.elementCount()];
    for (int operand = 0; operand < inputs.size(); operand++) {
      WeightTensor x = inputs.get(operand);
      boolean same = x.shape().equals(out);
      for (int i = 0; i < y.length; i++) {
        float v = x.values()[same ? i : out.broadcastIndex(x.shape(), i)];
        y[i] = operand == 0 ? v : sum ? y[i] + v : y[i] * v;
      }
    }
    return new WeightTensor(out, y);
  }

  static WeightTensor constant(
      Layer.ConstantArithmetic a, WeightTensor x, WeightTensor constant, TensorShape out) {
    float[] y = new float[(int) out.elementCount()];
    for (int i = 0; i < y.length; i++) {
      float v = x.values()[out.broadcastIndex(x.shape(), i)];
      float c = constant.values()[out.broadcastIndex(constant.shape(), i)];
      y[i] =
          switch (a.operation()) {
            case ADD -> v + c;
            case SUBTRACT -> v - c;
            case SUBTRACT_FROM -> c - v;
            case MULTIPLY -> v * c;
            case DIVIDE -> v / c;
            case DIVIDE_INTO -> c / v;
            case POWER -> (float) Math.pow(v, c);
          };
    }
    return new WeightTensor(out, y);
  }
}
