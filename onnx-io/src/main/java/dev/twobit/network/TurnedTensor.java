package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor that is another one transposed.
 *
 * @param order axis i is axis {@code order.get(i)} of the base
 */
record TurnedTensor(String base, List<Integer> order) {
  TurnedTensor {
    order = List.copyOf(order);
  }

  static TurnedTensor plain(String tensor, int rank) {
    return new TurnedTensor(tensor, IntStream.range(0, rank).boxed().toList());
  }

  boolean isPlain() {
    return IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
  }

  /** Transposed once more. */
  TurnedTensor turned(List<Integer> permutation) {
    return new TurnedTensor(base, permutation.stream().map(order::get).toList());
  }

  /** The base's shape, given this one's. */
  TensorShape unturned(TensorShape shape) {
    return new TensorShape(unturned(shape.dims()));
  }

  /** Values by axis of the base, given those by axis of this one. */
  List<Integer> unturned(List<Integer> values) {
    List<Integer> base = new ArrayList<>(values);
    for (int i = 0; i < order.size(); i++) {
      base.set(order.get(i), values.get(i));
    }
    return base;
  }

  /** Whether elements lie in the same order in both: only axes of extent 1 change places. */
  boolean keepsElements(TensorShape shape) {
    int last = -1;
    for (int i = 0; i < order.size(); i++) {
      if (shape.dim(i) != 1) {
        if (order.get(i) < last) {
          return false;
        }
        last = order.get(i);
      }
    }
    return true;
  }

  /**
   * Weights (G,F) of a row flattened from this tensor, for one flattened from the base.
   *
   * @param shape of the base, batch first in both
   */
  WeightTensor unturnedColumns(WeightTensor weights, TensorShape shape) {
    int features = weights.shape().dim(1);
    int[] from = new int[features];
    for (int i = 0; i < features; i++) {
      from[i] = turnedIndex(i, shape);
    }
    float[] values = new float[weights.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.values()[i / features * features + from[i % features]];
    }
    return new WeightTensor(weights.shape(), values);
  }

  /** Where element {@code index} of the base lies here. */
  int turnedIndex(int index, TensorShape shape) {
    int[] position = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      position[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    int turned = 0;
    for (int axis : order) {
      turned = turned * shape.dim(axis) + position[axis];
    }
    return turned;
  }
}
