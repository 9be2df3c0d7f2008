package dev.twobit.search;

import dev.twobit.search.cost.CostPressure;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.supernet.ArchitectureSample;
import dev.twobit.search.supernet.Sampler;
import dev.twobit.training.TrainingDivergedException;
import dev.twobit.training.data.BatchMaker;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The two steps of the bi-level loop, first order (search/docs/methods.md#bi-level-loop). */
final class SearchSteps {
  private final SearchData data;
  private final CostPressure pressure;
  private final Sampler sampler;
  private final ArchitectureParameters.Adam adam;
  private final long seed;

  SearchSteps(SearchData data, CostPressure pressure, SearchSettings settings, long seed) {
    this.data = data;
    this.pressure = pressure;
    this.sampler = settings.architecture().sampler();
    this.adam = settings.architecture().adam();
    this.seed = seed;
  }

  /** A new sample, cross-entropy on the weight half, SGD. */
  void weights(
      SearchState state, SearchSchedule.Epoch epoch, int[] order, int step, EpochTally tally) {
    long stepSeed = BatchMaker.seed(seed, epoch.absolute(), 2 * step);
    try (PointerScope scope = new PointerScope()) {
      ArchitectureSample sample = draw(state, epoch, stepSeed, false);
      SearchData.Images batch = data.forWeights(order, step, stepSeed);
      Tensor loss =
          torch.cross_entropy_loss(
              state.superNet().forward(batch.values(), sample.choices(), true), batch.labels());
      double value = finite(loss.item_double(), "weights", epoch, step);
      loss.backward();
      state.sgd().step(state.weights().trainable(), epoch.rate());
      state.weights().quantizers().constrain();
      state.superNet().release();
      tally.weightStep(value, sample);
    }
  }

  /** A new sample, cross-entropy on the other half and log cost, Adam on logits. */
  void architecture(SearchState state, SearchSchedule.Epoch epoch, int step, EpochTally tally) {
    long stepSeed = BatchMaker.seed(seed, epoch.absolute(), 2 * step + 1);
    requireWeightGradients(state, false);
    try (PointerScope scope = new PointerScope()) {
      ArchitectureSample sample = draw(state, epoch, stepSeed, true);
      SearchData.Images batch = data.forArchitecture(stepSeed);
      Tensor logits = state.superNet().forward(batch.values(), sample.choices(), true);
      Tensor loss = torch.cross_entropy_loss(logits, batch.labels());
      double value = finite(loss.item_double(), "architecture", epoch, step);
      loss.backward();
      Map<String, double[]> lossGradient = sample.logitGradients();
      Map<String, double[]> gradient = copy(lossGradient);
      pressure
          .logitGradients(state.space(), state.architecture())
          .forEach((unit, g) -> CostPressure.add(gradient, unit, g, 1));
      state.architecture().step(gradient, adam);
      tally.architectureStep(
          value, correct(logits, batch.labels()), data.batch(), sample, lossGradient, gradient);
    } finally {
      requireWeightGradients(state, true);
    }
  }

  private ArchitectureSample draw(
      SearchState state, SearchSchedule.Epoch epoch, long stepSeed, boolean withGradient) {
    return sampler.sample(
        state.space(), state.architecture(), epoch.temperature(), stepSeed, withGradient);
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

  private static double finite(double loss, String of, SearchSchedule.Epoch epoch, int step) {
    if (!Double.isFinite(loss)) {
      throw new TrainingDivergedException(
          "search diverged in "
              + epoch.phase()
              + " epoch "
              + (epoch.index() + 1)
              + ", step "
              + (step + 1)
              + " on "
              + of
              + ": loss "
              + loss
              + " at learning rate "
              + epoch.rate()
              + "; Maybe a lower learning-rate or warmup-learning-rate");
    }
    return loss;
  }

  private static void requireWeightGradients(SearchState state, boolean wanted) {
    state.weights().trainable().values().forEach(t -> t.set_requires_grad(wanted));
  }
}
