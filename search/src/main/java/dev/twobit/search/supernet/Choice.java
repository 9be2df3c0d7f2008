package dev.twobit.search.supernet;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What a pass of the super-net does with one unit. */
public sealed interface Choice {
  /** Channels that are computed. */
  int widest();

  /**
   * Two candidates, interpolated (search/docs/methods.md#super-net).
   *
   * @param pairWeights of the two, (2); not read where both are equally wide
   */
  record Pair(int firstWidth, int secondWidth, Tensor pairWeights) implements Choice {
    @Override
    public int widest() {
      return Math.max(firstWidth, secondWidth);
    }

    /** One alone. */
    static Pair oneHot(int width) {
      return new Pair(width, width, new Tensor());
    }
  }

  /**
   * All candidates at once: channel k counts as much as the candidates wider than k (FBNetV2;
   * search/docs/methods.md#masking).
   *
   * @param candidates ascending
   * @param weights of the candidates, their sum 1
   */
  record Mask(List<Integer> candidates, Tensor weights) implements Choice {
    public Mask {
      candidates = List.copyOf(candidates);
    }

    @Override
    public int widest() {
      return candidates.get(candidates.size() - 1);
    }
  }
}
