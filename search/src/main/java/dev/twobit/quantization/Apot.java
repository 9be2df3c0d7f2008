package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * APoT weights (Li, Dong and Wang 2020; search/docs/quantizers.md#apot): sums of powers of two
 * between -alpha and alpha, to the nearest, of two the one nearer to zero. All gradients pass to
 * the weights, alpha's is the rounding residual within the clip and the sign outside. Its bits are
 * those of the integers that an array multiplies, not those of a code.
 */
final class Apot implements RoundedWeights {
  /** Integers of so many bits hold no more of the paper's levels than those of one bit less. */
  static final List<Integer> WITHOUT_BITS = List.of(3, 6);

  private static final double PAPER_ALPHA = 3;
  private static final double LEAST_ALPHA = 1e-6;

  private final int bits;
  private final OptionalDouble start;
  private final LevelGrid grid;
  private final Tensor alpha =
      Torch.tensor(new float[] {(float) PAPER_ALPHA}, 1).set_requires_grad(true);

  /**
   * Holds a leaf tensor: create outside of a step's pointer scope.
   *
   * @param bits 2 to 8, {@link #WITHOUT_BITS some} left out
   * @param start of alpha; empty: that of least squared error
   */
  Apot(int bits, OptionalDouble start) {
    this.bits = bits;
    this.start = start;
    this.grid = LevelGrid.ofSums(terms(bits));
  }

  /**
   * What each term of a magnitude may be beside 0, in units of the least: the paper's levels of 2,
   * 3, 4, 5 and 6 bits, as integers of 2, 4, 5, 7 and 8.
   */
  private static int[][] terms(int bits) {
    return switch (bits) {
      case 2 -> new int[][] {{1}};
      case 4 -> new int[][] {{4, 2, 1}};
      case 5 -> new int[][] {{8, 4, 1}, {2}};
      case 7 -> new int[][] {{32, 8, 2}, {16, 4, 1}};
      case 8 -> new int[][] {{64, 16, 2}, {32, 8, 1}, {4}};
      default -> throw new IllegalArgumentException("APoT: no levels at " + bits + " bits");
    };
  }

  @Override
  public String name() {
    return "apot";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public boolean isMidRise() {
    return false;
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    Tensor clip = alpha.detach();
    Tensor place = weights.detach().div(clip);
    Tensor clipped = Clip.to(-1, 1, place);
    Tensor exact = clipped.mul(Torch.scalar(grid.most()));
    Tensor levels = grid.nearest(exact);
    Tensor step = clip.div(Torch.scalar(grid.most()));
    Tensor within = place.abs().le(Torch.scalar(1)).to(place.scalar_type());
    Tensor ofAlpha = levels.div(Torch.scalar(grid.most())).sub_(within.mul_(place));
    Tensor surrogate = weights.addcmul(ofAlpha, alpha.sub(clip));
    return new FakeValues(surrogate, exact, levels, 2 * grid.most(), step);
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of("alpha", alpha);
  }

  @Override
  public void initializeFrom(Tensor weights) {
    double first =
        start.orElseGet(
            () -> grid.most() * LeastErrorStep.of(weights, grid).orElse(PAPER_ALPHA / grid.most()));
    try (NoGradGuard guard = new NoGradGuard()) {
      alpha.fill_(Torch.scalar(Math.max(LEAST_ALPHA, first)));
    }
  }

  @Override
  public void constrain() {
    try (NoGradGuard guard = new NoGradGuard()) {
      alpha.clamp_min_(Torch.scalar(LEAST_ALPHA));
    }
  }
}
