package dev.twobit.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Entries of a tensor along an axis; the first ones are a view. */
public final class Selection {
  private Selection() {}

  public static Tensor of(Tensor x, int axis, int[] entries) {
    if (!isPrefix(entries)) {
      return torch.index_select(x, axis, index(entries));
    }
    return x.size(axis) == entries.length ? x : x.narrow(axis, 0, entries.length);
  }

  public static Tensor index(int[] entries) {
    return Tensor.create(Arrays.stream(entries).asLongStream().toArray());
  }

  /** Whether entries are 0, 1, 2 and so on. */
  public static boolean isPrefix(int[] entries) {
    return IntStream.range(0, entries.length).allMatch(i -> entries[i] == i);
  }
}
