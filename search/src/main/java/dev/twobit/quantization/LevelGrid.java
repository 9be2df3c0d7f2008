package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Integer levels that are not evenly spaced: 0 and the same magnitudes on either side of it. */
final class LevelGrid {
  private final int[] magnitudes;
  private final Tensor levels;
  private final Tensor middles;

  private LevelGrid(int[] magnitudes) {
    this.magnitudes = magnitudes;
    float[] all = new float[magnitudes.length];
    float[] between = new float[magnitudes.length - 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = magnitudes[i];
      if (i > 0) {
        between[i - 1] = (magnitudes[i - 1] + magnitudes[i]) / 2f;
      }
    }
    this.levels = Torch.tensor(all, all.length);
    this.middles = Torch.tensor(between, between.length);
  }

  /**
   * Every sum of one of each term's integers, or none of them; holds tensors: call outside of a
   * step's pointer scope.
   *
   * @param terms positive integers
   */
  static LevelGrid ofSums(int[][] terms) {
    SortedSet<Integer> sums = new TreeSet<>();
    sums.add(0);
    for (int[] term : terms) {
      for (int sum : sums.stream().mapToInt(i -> i).toArray()) {
        Arrays.stream(term).forEach(i -> sums.add(sum + i));
      }
    }
    return new LevelGrid(sums.stream().mapToInt(i -> i).toArray());
  }

  int most() {
    return magnitudes[magnitudes.length - 1];
  }

  /** The nearest level of each, of two the one nearer to zero. */
  Tensor nearest(Tensor x) {
    Tensor index = torch.bucketize(x.abs(), middles.to(x.scalar_type()), false, false);
    return levels.to(x.scalar_type()).take(index).mul_(x.sign());
  }

  /** The same of a number. */
  double nearest(double x) {
    double magnitude = Math.abs(x);
    int i = 0;
    while (i < magnitudes.length - 1 && magnitude > (magnitudes[i] + magnitudes[i + 1]) / 2.0) {
      i++;
    }
    return Math.copySign(magnitudes[i], x);
  }
}
