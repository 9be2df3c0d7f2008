package dev.twobit.search.supernet;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What was drawn for one pass of the super-net. Holds tensors of the pass: it lives as long as the
 * step's pointer scope.
 *
 * @param choices by unit
 * @param pairs drawn, by unit; none when masks were
 */
public record ArchitectureSample(
    SearchSpace space,
    double temperature,
    Map<String, Choice> choices,
    Map<String, PairSampler.Pair> pairs) {

  /** Candidate widths that take part, by unit. */
  public Map<String, List<Integer>> widths() {
    Map<String, List<Integer>> widths = new LinkedHashMap<>();
    choices.forEach(
        (unit, choice) ->
            widths.put(
                unit,
                choice instanceof Choice.Pair p
                    ? List.of(p.firstWidth(), p.secondWidth())
                    : space.unit(unit).candidates()));
    return widths;
  }

  /** Gradient of every unit's logits, after backward. */
  public Map<String, double[]> logitGradients() {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    choices.forEach((unit, choice) -> gradients.put(unit, logitGradient(unit, choice)));
    return gradients;
  }

  private double[] logitGradient(String unit, Choice choice) {
    int candidates = space.unit(unit).candidates().size();
    if (choice instanceof Choice.Mask m) {
      return maskGradient(m.weights(), candidates);
    }
    PairSampler.Pair pair = pairs.get(unit);
    Tensor weights = ((Choice.Pair) choice).pairWeights();
    if (pair == null || pair.first() == pair.second() || !weights.grad().defined()) {
      return new double[candidates];
    }
    float[] g = Torch.floats(weights.grad());
    return PairSampler.logitGradient(pair, g[0], g[1], temperature, candidates);
  }

  /** Through q = softmax((log p + Gumbel) / temperature): the normalization of p cancels. */
  private double[] maskGradient(Tensor weights, int candidates) {
    double[] gradient = new double[candidates];
    if (!weights.grad().defined()) {
      return gradient;
    }
    float[] q = Torch.floats(weights);
    float[] g = Torch.floats(weights.grad());
    double mean = 0;
    for (int i = 0; i < candidates; i++) {
      mean += (double) q[i] * g[i];
    }
    for (int i = 0; i < candidates; i++) {
      gradient[i] = q[i] * (g[i] - mean) / PairSampler.divisor(temperature);
    }
    return gradient;
  }
}
