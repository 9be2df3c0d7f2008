package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.Arrays;
import java.util.List;

/** Operators that only move elements. */
final class MovementKernel {
  private MovementKernel() {}

  static WeightTensor concat(Layer.Concat c, List<WeightTensor> inputs, TensorShape out) {
    float[] y = new float[(int) out.elementCount()];
    int outer = product(out, 0, c.axis());
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (WeightTensor x : inputs) {
        int block = x.values().length / outer;
        System.arraycopy(x.values(), o * block, y, next, block);
        next += block;
      }
    }
    return new WeightTensor(out, y);
  }

  static WeightTensor slice(Layer.Slice s, WeightTensor x, TensorShape out) {
    float[] y = new float[(int) out.elementCount()];
    for (int i = 0; i < y.length; i++) {
      int rest = i;
      int index = 0;
      for (int d = out.rank() - 1, stride = 1; d >= 0; d--) {
        index += (s.starts().get(d) + rest % out.dim(d) * s.steps().get(d)) * stride;
        rest /= out.dim(d);
        stride *= x.shape().dim(d);
      }
      y[i] = x.values()[index];
    }
    return new WeightTensor(out, y);
  }

  static WeightTensor pad(Layer.Pad p, WeightTensor x, TensorShape out) {
    float[] y = new float[(int) out.elementCount()];
    Arrays.fill(y, (float) p.value());
    for (int i = 0; i < x.values().length; i++) {
      int rest = i;
      int index = 0;
      for (int d = out.rank() - 1, stride = 1; d >= 0; d--) {
        index += (p.before().get(d) + rest % x.shape().dim(d)) * stride;
        rest /= x.shape().dim(d);
        stride *= out.dim(d);
      }
      y[index] = x.values()[i];
    }
    return new WeightTensor(out, y);
  }

  static WeightTensor transpose(Layer.Transpose t, WeightTensor x, TensorShape out) {
    float[] y = new float[x.values().length];
    int rank = out.rank();
    int[] stride = new int[rank];
    for (int d = 0; d < rank; d++) {
      stride[d] = product(x.shape(), t.permutation().get(d) + 1, rank);
    }
    for (int i = 0; i < y.length; i++) {
      int rest = i;
      int index = 0;
      for (int d = rank - 1; d >= 0; d--) {
        index += rest % out.dim(d) * stride[d];
        rest /= out.dim(d);
      }
      y[i] = x.values()[index];
    }
    return new WeightTensor(out, y);
  }

  private static int product(TensorShape shape, int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= shape.dim(i);
    }
    return product;
  }
}
