package dev.twobit.search.supernet;

import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.bytedeco.pytorch.Tensor;

/** How a pass of the super-net samples widths. */
public enum Sampler {
  /**
   * Two candidates a unit, each normalized on its own, interpolated (TAS;
   * search/docs/methods.md#sampling).
   */
  INTERPOLATION,
  /**
   * All candidates by Gumbel-softmax as a mask over the channels of the widest, one batch
   * normalization for all (FBNetV2; search/docs/methods.md#masking).
   */
  MASKING;

  /** Its name in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A sample for every unit, the same for the same seed.
   *
   * @param withGradient whether {@link ArchitectureSample#logitGradients} will be asked for
   */
  public ArchitectureSample sample(
      SearchSpace space,
      ArchitectureParameters architecture,
      double temperature,
      long seed,
      boolean withGradient) {
    return this == INTERPOLATION
        ? pairs(space, architecture, temperature, seed, withGradient)
        : masks(space, architecture, temperature, seed, withGradient);
  }

  /**
   * One candidate of every unit alone, without gradients.
   *
   * @param index of the candidate of a unit
   */
  public ArchitectureSample certain(SearchSpace space, ToIntFunction<SearchUnit> index) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> choices.put(name, alone(unit, index.applyAsInt(unit))));
    return new ArchitectureSample(space, 0, choices, Map.of());
  }

  private Choice alone(SearchUnit unit, int index) {
    if (this == INTERPOLATION) {
      return Choice.Pair.oneHot(unit.candidates().get(index));
    }
    float[] weights = new float[unit.candidates().size()];
    weights[index] = 1;
    return new Choice.Mask(unit.candidates(), Torch.tensor(weights, weights.length));
  }

  private static ArchitectureSample pairs(
      SearchSpace space,
      ArchitectureParameters architecture,
      double temperature,
      long seed,
      boolean withGradient) {
    Map<String, PairSampler.Pair> pairs =
        PairSampler.sample(space, architecture, temperature, seed);
    Map<String, Choice> choices = new LinkedHashMap<>();
    pairs.forEach(
        (unit, pair) -> {
          List<Integer> candidates = space.unit(unit).candidates();
          float weight = (float) pair.weight();
          Tensor weights = Torch.tensor(new float[] {weight, (float) (1 - pair.weight())}, 2);
          choices.put(
              unit,
              new Choice.Pair(
                  candidates.get(pair.first()),
                  candidates.get(pair.second()),
                  weights.set_requires_grad(withGradient)));
        });
    return new ArchitectureSample(space, temperature, choices, pairs);
  }

  private static ArchitectureSample masks(
      SearchSpace space,
      ArchitectureParameters architecture,
      double temperature,
      long seed,
      boolean withGradient) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Choice> choices = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (unit, searched) -> {
              double[] q =
                  PairSampler.gumbelSoftmax(architecture.probabilities(unit), temperature, random);
              Tensor weights = Torch.tensor(floats(q), q.length).set_requires_grad(withGradient);
              choices.put(unit, new Choice.Mask(searched.candidates(), weights));
            });
    return new ArchitectureSample(space, temperature, choices, Map.of());
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
