package dev.twobit.search.contest;

import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A loss that is a sum of powers of widths, and nothing else: no chance, no training. */
public record PlantedLoss(Map<String, Double> factors, Map<String, Double> exponents)
    implements Judge {

  /** Factors of 0.05 to 1, exponents of 0.5 to 2, of the width as a multiple of the original's. */
  public static PlantedLoss of(SearchSpace space, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Double> factors = new LinkedHashMap<>();
    Map<String, Double> exponents = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              double exponent = 0.5 + 1.5 * random.nextDouble();
              double atNominal = Math.pow(20, random.nextDouble() - 1);
              factors.put(name, atNominal * Math.pow(unit.nominal(), exponent));
              exponents.put(name, exponent);
            });
    return new PlantedLoss(factors, exponents);
  }

  public double at(Map<String, Integer> widths) {
    double sum = 0;
    for (String unit : factors.keySet()) {
      double power = Math.pow(widths.getOrDefault(unit, 1), -exponents.getOrDefault(unit, 1.0));
      sum += factors.getOrDefault(unit, 0.0) * power;
    }
    return sum;
  }

  @Override
  public Score judge(Judging judging) {
    float loss = (float) at(judging.widths());
    return new Score(new float[] {loss, loss}, new boolean[2]);
  }
}
