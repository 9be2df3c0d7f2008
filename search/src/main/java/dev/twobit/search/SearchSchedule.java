package dev.twobit.search;

/**
 * What depends on the epoch alone (search/docs/methods.md#bi-level-loop): the warm-up has its own
 * cosine from its rate to 0, frozen preferences and the search's first temperature; then the search
 * starts a fresh cosine.
 */
record SearchSchedule(SearchSettings settings) {
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
    return settings.warmupEpochs() + settings.searchEpochs();
  }

  Epoch at(int absolute) {
    int warmup = settings.warmupEpochs();
    TemperatureSchedule temperature = settings.temperature();
    if (absolute < warmup) {
      double rate = cosine(settings.warmupLearningRate(), absolute, warmup);
      return new Epoch(WARMUP, absolute, absolute, warmup, rate, temperature.first(), false);
    }
    int index = absolute - warmup;
    int count = settings.searchEpochs();
    return new Epoch(
        SEARCH,
        absolute,
        index,
        count,
        searchRate(index, count),
        temperature.at(index, count),
        index < count - Math.round(settings.freezeExpansionShare() * count));
  }

  private double searchRate(int index, int count) {
    int rising = Math.min(settings.rateWarmupEpochs(), count);
    return index < rising
        ? settings.learningRate() * (index + 1) / rising
        : cosine(settings.learningRate(), index - rising, count - rising);
  }

  private static double cosine(double peak, int epoch, int epochs) {
    return peak * (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
  }
}
