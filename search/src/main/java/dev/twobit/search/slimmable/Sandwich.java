package dev.twobit.search.slimmable;

import dev.twobit.training.GradientAddition;
import dev.twobit.training.SoftTargets;
import dev.twobit.training.data.BatchMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The sandwich rule with in-place distillation (Yu and Huang 2019, arXiv 1903.05134): in every step
 * the narrowest network and some drawn ones learn what the widest answers, and one optimizer step
 * follows from the sum of all gradients.
 */
final class Sandwich implements GradientAddition {
  /** The original is one of those drawn in so many steps. */
  private static final int ORIGINAL_ONE_OF = 4;

  private final SlimmableNet net;
  private final Map<String, Integer> narrowest;
  private final Map<String, Integer> original;
  private final List<Map<String, Integer>> drawn;
  private final int draws;
  private final long seed;

  /**
   * @param drawn what is drawn from, each as often as the others
   * @param draws a step
   */
  Sandwich(
      SlimmableNet net,
      Map<String, Integer> narrowest,
      Map<String, Integer> original,
      List<Map<String, Integer>> drawn,
      int draws,
      long seed) {
    this.net = net;
    this.narrowest = narrowest;
    this.original = original;
    this.drawn = List.copyOf(drawn);
    this.draws = draws;
    this.seed = seed;
  }

  @Override
  public void add(Tensor images, Tensor logits, int epoch, int step) {
    Tensor wanted = SoftTargets.of(logits);
    for (Map<String, Integer> widths : networks(epoch, step)) {
      try (PointerScope scope = new PointerScope()) {
        SoftTargets.crossEntropy(wanted, net.part(widths).forward(images, true)).backward();
      }
    }
  }

  /** Networks of a step beside the widest: the same for the same seed, epoch and step. */
  List<Map<String, Integer>> networks(int epoch, int step) {
    List<Map<String, Integer>> networks = new ArrayList<>(List.of(narrowest));
    SplittableRandom random = new SplittableRandom(BatchMaker.seed(seed, epoch, step));
    for (int i = 0; i < draws; i++) {
      boolean own = i == 0 && step % ORIGINAL_ONE_OF == 0 || drawn.isEmpty();
      networks.add(own ? original : drawn.get(random.nextInt(drawn.size())));
    }
    return networks;
  }
}
