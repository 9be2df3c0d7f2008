package dev.twobit.search;

import dev.twobit.search.cost.CostPressure;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.supernet.ArchitectureSample;
import dev.twobit.search.supernet.Sampler;
import dev.twobit.training.data.BatchMaker;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Steps of the bi-level loop on preferences, first order (search/docs/methods.md#bi-level-loop).
 */
final class ArchitectureSteps {
  private final SearchData data;
  private final CostPressure pressure;
  private final Sampler sampler;
  private final int pairs;
  private final ArchitectureParameters.Adam adam;
  private final long seed;

  ArchitectureSteps(SearchData data, CostPressure pressure, SearchSettings settings, long seed) {
    this.data = data;
    this.pressure = pressure;
    this.sampler = settings.architecture().sampler();
    this.pairs = settings.architecture().architecturePairs();
    this.adam = settings.architecture().adam();
    this.seed = seed;
  }

  /**
   * New samples, the mean of their cross-entropies on the other images and cost, Adam on logits.
   */
  void step(SearchState state, SearchSchedule.Epoch epoch, int step, EpochTally tally) {
    long stepSeed = BatchMaker.seed(seed, epoch.absolute(), 2 * step + 1);
    Map<String, double[]> lossGradient = new LinkedHashMap<>();
    requireWeightGradients(state, false);
    try {
      for (int pair = 0; pair < pairs; pair++) {
        long pairSeed = pair == 0 ? stepSeed : BatchMaker.seed(stepSeed, pair, 0);
        sampled(state, epoch, step, pairSeed, tally)
            .forEach((unit, g) -> CostPressure.add(lossGradient, unit, g, 1.0 / pairs));
      }
    } finally {
      requireWeightGradients(state, true);
    }
    Map<String, double[]> gradient = copy(lossGradient);
    pressure
        .logitGradients(state.space(), state.architecture(), lossGradient)
        .forEach((unit, g) -> CostPressure.add(gradient, unit, g, 1));
    state.architecture().step(gradient, adam);
    tally.architectureStep(lossGradient, gradient);
  }

  /** Gradient of the cross-entropy of one sample on one batch, by unit. */
  private Map<String, double[]> sampled(
      SearchState state, SearchSchedule.Epoch epoch, int step, long pairSeed, EpochTally tally) {
    try (PointerScope scope = new PointerScope()) {
      ArchitectureSample sample =
          sampler.sample(state.space(), state.architecture(), epoch.temperature(), pairSeed, true);
      SearchData.Images batch = data.forArchitecture(pairSeed);
      Tensor logits = state.superNet().forward(batch.values(), sample.choices(), true);
      Tensor loss = torch.cross_entropy_loss(logits, batch.labels());
      double value = Losses.requireFinite(loss.item_double(), "architecture", epoch, step);
      loss.backward();
      tally.architecturePass(value, correct(logits, batch.labels()), data.batch(), sample);
      return sample.logitGradients();
    }
  }

  private static double correct(Tensor logits, Tensor labels) {
    return torch
        .eq(torch.argmax(logits.detach(), new LongOptional(1), false), labels)
        .sum()
        .item_double();
  }

  private static Map<String, double[]> copy(Map<String, double[]> gradients) {
    Map<String, double[]> copies = new LinkedHashMap<>();
    gradients.forEach((unit, g) -> copies.put(unit, g.clone()));
    return copies;
  }

  private static void requireWeightGradients(SearchState state, boolean wanted) {
    state.weights().trainable().values().forEach(t -> t.set_requires_grad(wanted));
  }
}
