package dev.twobit.search;

import dev.twobit.search.supernet.ArchitectureSample;
import dev.twobit.search.supernet.Sampler;
import dev.twobit.training.SoftTargets;
import dev.twobit.training.data.BatchMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Steps of the bi-level loop on weights (search/docs/methods.md#bi-level-loop). */
final class WeightSteps {
  /** Whether a step trains the widest network is drawn apart from what it would sample. */
  private static final int WIDEST_DRAW = -1;

  private final SearchData data;
  private final Sampler sampler;
  private final SuperNetSettings settings;
  private final int epochs;
  private final long seed;

  /**
   * @param epochs of warm-up and search
   */
  WeightSteps(SearchData data, SearchSettings settings, int epochs, long seed) {
    this.data = data;
    this.sampler = settings.architecture().sampler();
    this.settings = settings.superNet();
    this.epochs = epochs;
    this.seed = seed;
  }

  /** Cross-entropy on the weights' images, SGD. */
  void step(
      SearchState state, SearchSchedule.Epoch epoch, int[] order, int step, EpochTally tally) {
    long stepSeed = BatchMaker.seed(seed, epoch.absolute(), 2 * step);
    try (PointerScope scope = new PointerScope()) {
      List<ArchitectureSample> networks = networks(state, epoch, stepSeed);
      SearchData.Images batch = data.forWeights(order, step, stepSeed);
      Tensor logits = state.superNet().forward(batch.values(), networks.get(0).choices(), true);
      Tensor loss = torch.cross_entropy_loss(logits, batch.labels());
      double value = Losses.requireFinite(loss.item_double(), "weights", epoch, step);
      loss.backward();
      learn(state, networks.subList(1, networks.size()), batch.values(), logits);
      state.sgd().step(state.weights().trainable(), epoch.rate());
      state.weights().quantizers().constrain();
      state.superNet().release();
      tally.weightStep(value, networks);
    }
  }

  /** Gradients of networks that learn what another answered. */
  private static void learn(
      SearchState state, List<ArchitectureSample> students, Tensor images, Tensor answered) {
    if (students.isEmpty()) {
      return;
    }
    Tensor wanted = SoftTargets.of(answered);
    for (ArchitectureSample student : students) {
      try (PointerScope scope = new PointerScope()) {
        Tensor logits = state.superNet().forward(images, student.choices(), true);
        SoftTargets.crossEntropy(wanted, logits).backward();
      }
    }
  }

  /** The one that learns labels, and those that learn what it answers. */
  private List<ArchitectureSample> networks(
      SearchState state, SearchSchedule.Epoch epoch, long stepSeed) {
    boolean sandwich = settings.weightStep() == SuperNetSettings.Step.SANDWICH;
    boolean sampled = !trainsWidest(epoch, stepSeed);
    List<ArchitectureSample> networks = new ArrayList<>();
    if (sandwich || !sampled) {
      networks.add(sampler.certain(state.space(), u -> u.candidates().size() - 1));
    }
    if (sandwich) {
      networks.add(sampler.certain(state.space(), u -> 0));
    }
    if (sampled) {
      networks.add(
          sampler.sample(
              state.space(), state.architecture(), epoch.temperature(), stepSeed, false));
    }
    return networks;
  }

  private boolean trainsWidest(SearchSchedule.Epoch epoch, long stepSeed) {
    double probability = settings.widestProbability(epoch.absolute(), epochs);
    return probability > 0
        && new SplittableRandom(BatchMaker.seed(stepSeed, WIDEST_DRAW, 0)).nextDouble()
            < probability;
  }
}
