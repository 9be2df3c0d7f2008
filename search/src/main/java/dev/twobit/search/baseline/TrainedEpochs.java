package dev.twobit.search.baseline;

import dev.twobit.search.HalvingSettings;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SlimmableSettings;
import dev.twobit.search.UtilizationSettings;
import dev.twobit.search.bits.Joint;
import dev.twobit.search.halving.Halving;
import dev.twobit.search.slimmable.Slimmable;
import dev.twobit.search.utilization.Utilization;

/**
 * Epochs that methods train networks for on the way to a choice, as their settings have it: of a
 * full field, and to the last iteration. Searches end earlier where nothing is ahead. What is only
 * scored is not in it.
 */
final class TrainedEpochs {
  /** The original and its best uniform scaling, which are compared to the end. */
  private static final int CONTROLS = 2;

  /** Of utilization's final: the last network and the best. */
  private static final int UTILIZATION_FINALISTS = 2;

  private TrainedEpochs() {}

  /** Of a method by name; 0 for those that do not compare trained networks. */
  static long of(String method, SearchSettings settings, int fullEpochs) {
    HalvingSettings halving = settings.halving();
    return switch (method) {
      case Halving.NAME ->
          rungs(halving, fullEpochs) + last(settings, halving.finalNetworks(), fullEpochs);
      // Each choice of bits has controls of its own.
      case Joint.NAME -> {
        int plans = Joint.mostPlans(settings);
        yield plans * rungs(halving, fullEpochs)
            + plans * last(settings, halving.finalNetworks(), fullEpochs);
      }
      case Utilization.NAME ->
          moves(settings.utilization(), fullEpochs)
              + last(settings, UTILIZATION_FINALISTS, fullEpochs);
      case Slimmable.NAME ->
          parts(settings.slimmable(), fullEpochs)
              + last(settings, halving.finalNetworks(), fullEpochs);
      default -> 0;
    };
  }

  private static long last(SearchSettings settings, int finalists, int fullEpochs) {
    return (long) (CONTROLS + finalists) * settings.last().mostTrainings() * fullEpochs;
  }

  private static long rungs(HalvingSettings settings, int fullEpochs) {
    int start = settings.fieldNetworks() - CONTROLS;
    long epochs = 0;
    for (int rung = 0; rung < settings.halvingRungs(); rung++) {
      int networks = settings.places(rung, start);
      if (networks <= settings.finalNetworks()) {
        break;
      }
      epochs += (long) (CONTROLS + networks) * settings.epochs(rung, fullEpochs);
    }
    return epochs;
  }

  private static long moves(UtilizationSettings settings, int fullEpochs) {
    int epochs = Math.min(settings.utilizationEpochs(), fullEpochs);
    long iteration =
        settings.measuredEpochs(fullEpochs) + (long) settings.utilizationMoves() * epochs;
    return epochs + settings.utilizationIterations() * iteration;
  }

  private static long parts(SlimmableSettings settings, int fullEpochs) {
    long passes = 2L + settings.slimmableDraws();
    int epochs = Math.min(settings.shortEpochs(), fullEpochs);
    return passes * settings.slimmableEpochs()
        + (long) (CONTROLS + settings.shortNetworks()) * epochs;
  }
}
