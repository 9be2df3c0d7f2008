package dev.twobit.search.supernet;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Entries of a tensor along an axis; the first ones are a view. */
final class Selection {
  private Selection() {}

  static Tensor of(Tensor x, int axis, int[] entries) {
    if (!ParameterAxes.isPrefix(entries)) {
      return torch.index_select(x, axis, index(entries));
    }
    return x.size(axis) == entries.length ? x : x.narrow(axis, 0, entries.length);
  }

  static Tensor index(int[] entries) {
    return Tensor.create(Arrays.stream(entries).asLongStream().toArray());
  }
}
