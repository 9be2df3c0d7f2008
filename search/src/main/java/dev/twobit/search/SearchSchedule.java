package dev.twobit.search;

/**
 * What depends on the epoch alone (search/docs/methods.md#bi-level-loop): the warm-up has its own
 * cosine from its rate to 0, frozen preferences and the search's first temperature; then the search
 * starts a fresh cosine.
 *
 * @param rateFactor of all rates of weights
 */
record SearchSchedule(SearchSettings settings, double rateFactor) {
  static final String WARMUP = "warm-up";
  static final String SEARCH = "search";

  /**
   * One epoch.
   *
   * @param absolute 0-based over both phases; {@code index} 0-based of the phase's {@code count}
   * @param rate of weights
   * @param expands whether layers may get a wider candidate
   */
  record Epoch(
      String phase,
      int absolute,
      int index,
      int count,
      double rate,
      double temperature,
      boolean expands) {
    boolean searches() {
      return phase.equals(SEARCH);
    }
  }

  int epochs() {
    return settings.epochs().warmupEpochs() + settings.epochs().searchEpochs();
  }

  Epoch at(int absolute) {
    int warmup = settings.epochs().warmupEpochs();
    TemperatureSchedule temperature = settings.architecture().temperature();
    if (absolute < warmup) {
      double rate = rateFactor * cosine(settings.weights().warmupLearningRate(), absolute, warmup);
      return new Epoch(WARMUP, absolute, absolute, warmup, rate, temperature.first(), false);
    }
    int index = absolute - warmup;
    int count = settings.epochs().searchEpochs();
    return new Epoch(
        SEARCH,
        absolute,
        index,
        count,
        rateFactor * searchRate(index, count),
        temperature.at(index, count),
        index < count - Math.round(settings.expansion().freezeExpansionShare() * count));
  }

  private double searchRate(int index, int count) {
    int rising = Math.min(settings.weights().rateWarmupEpochs(), count);
    return index < rising
        ? settings.weights().learningRate() * (index + 1) / rising
        : cosine(settings.weights().learningRate(), index - rising, count - rising);
  }

  private static double cosine(double peak, int epoch, int epochs) {
    return peak * (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
  }
}
