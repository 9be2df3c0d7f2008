package dev.twobit.search.bits;

import dev.twobit.precision.Bits;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A layer's operand as the sum of what it is at each of its widths, weighted by a softmax of
 * preferences: EdMIPS' composite of bit-widths. Candidates that have a width in common share a
 * branch, with the sum of their weights.
 *
 * @param preferences a logit a candidate, a leaf
 * @param branch of each candidate
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record Mixture(Tensor preferences, int[] branch) {
  /**
   * Of one operand.
   *
   * @param width of the operand in a candidate
   */
  static Mixture of(Tensor preferences, List<Bits> candidates, ToIntFunction<Bits> width) {
    List<Integer> widths = widths(candidates, width);
    return new Mixture(
        preferences,
        candidates.stream().mapToInt(c -> widths.indexOf(width.applyAsInt(c))).toArray());
  }

  /** Those of the branches. */
  static List<Integer> widths(List<Bits> candidates, ToIntFunction<Bits> width) {
    return candidates.stream().map(width::applyAsInt).distinct().toList();
  }

  /** The sum, with gradients to the preferences. */
  <Q> Tensor sum(List<Q> branches, Function<Q, Tensor> values) {
    Tensor shares = torch.softmax(preferences, 0);
    Tensor sum = values.apply(branches.get(0)).mul(share(shares, 0));
    for (int b = 1; b < branches.size(); b++) {
      sum = sum.add(values.apply(branches.get(b)).mul(share(shares, b)));
    }
    return sum;
  }

  private Tensor share(Tensor shares, int of) {
    Tensor sum = torch.zeros(1).sum();
    for (int c = 0; c < branch.length; c++) {
      if (branch[c] == of) {
        sum = sum.add(shares.select(0, c));
      }
    }
    return sum;
  }
}
