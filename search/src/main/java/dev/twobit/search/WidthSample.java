package dev.twobit.search;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * The widths of one pass of the super-net, drawn for every unit (SPEC 1.3).
 *
 * @param pairs candidates by index
 * @param choices of the super-net; their weights are leaves of the step's pointer scope
 */
record WidthSample(
    SearchSpace space,
    double temperature,
    Map<String, PairSampler.Pair> pairs,
    Map<String, SuperNet.Choice> choices) {

  /**
   * @param withGradient of the weights, for {@link #logitGradients}
   */
  static WidthSample draw(
      SearchSpace space,
      ArchitectureParameters architecture,
      double temperature,
      long seed,
      boolean withGradient) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, PairSampler.Pair> pairs = new LinkedHashMap<>();
    Map<String, SuperNet.Choice> choices = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      double[] p = architecture.probabilities(unit.name());
      PairSampler.Pair pair = PairSampler.sample(p, temperature, random);
      pairs.put(unit.name(), pair);
      choices.put(unit.name(), choice(unit, pair, withGradient));
    }
    return new WidthSample(space, temperature, pairs, choices);
  }

  private static SuperNet.Choice choice(
      SearchUnit unit, PairSampler.Pair pair, boolean withGradient) {
    List<Integer> candidates = unit.candidates();
    Tensor weights =
        Torch.tensor(new float[] {(float) pair.weight(), (float) (1 - pair.weight())}, 2);
    return new SuperNet.Choice(
        candidates.get(pair.first()),
        candidates.get(pair.second()),
        weights.set_requires_grad(withGradient));
  }

  /** Of every logit, from what backward left on the weights. */
  Map<String, double[]> logitGradients() {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    pairs.forEach((unit, pair) -> gradients.put(unit, logitGradient(unit, pair)));
    return gradients;
  }

  private double[] logitGradient(String unit, PairSampler.Pair pair) {
    SuperNet.Choice choice = choices.get(unit);
    int candidates = space.unit(unit).candidates().size();
    if (choice == null || pair.first() == pair.second()) {
      return new double[candidates];
    }
    Tensor gradient = choice.pairWeights().grad();
    if (!gradient.defined()) {
      return new double[candidates];
    }
    float[] g = Torch.floats(gradient);
    return PairSampler.logitGradient(pair, g[0], g[1], temperature, candidates);
  }

  /** Whether a candidate, by index, takes part in the pass. */
  boolean has(String unit, int candidate) {
    PairSampler.Pair pair = pairs.get(unit);
    return pair != null && (pair.first() == candidate || pair.second() == candidate);
  }

  /** Channels that a unit's convolutions compute. */
  int computedWidth(String unit) {
    PairSampler.Pair pair = pairs.get(unit);
    if (pair == null) {
      throw new IllegalArgumentException(unit + " is not searched");
    }
    return space.unit(unit).candidates().get(Math.max(pair.first(), pair.second()));
  }
}
