package dev.twobit.experiment.trial;

import dev.twobit.network.Network;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.search.inherit.UnitWidths;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.ImportedWeights;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.HashMap;
import java.util.Map;

/**
 * Networks of other widths than their file's that begin with its weights. What a file is measured
 * for, the ranges of its quantizers and the order of its channels, is measured once for all trials
 * that quantize it alike. May be used from any number of threads.
 */
final class Parents {
  /** What a measurement depends on; sums in other threads are rounded otherwise. */
  private record Key(
      Content model,
      Images images,
      QuantizationScheme scheme,
      Coupling coupling,
      NewChannels newChannels,
      int threads) {}

  private final Map<Key, TrainedParent> parents = new HashMap<>();

  /**
   * What a trial begins with that is of widths of its own.
   *
   * @throws dev.twobit.network.InvalidInputException in one line if the file has no weights, or the
   *     widths are none that a search finds
   */
  TrainableNetwork child(TrainingTrial trial, PreparedNetwork network, PreparedData images) {
    UnitWidths widths =
        UnitWidths.of(network.network(), trial.structure().widths(), trial.structure().unequal());
    return parent(trial, network, images, widths.space())
        .child(widths.widths(), trial.execution().seed());
  }

  private synchronized TrainedParent parent(
      TrainingTrial trial, PreparedNetwork network, PreparedData images, SearchSpace space) {
    Key key =
        new Key(
            trial.subject().model(),
            trial.subject().images(),
            trial.arithmetic().scheme(),
            space.coupling(),
            trial.start().newChannels(),
            trial.execution().threads());
    return parents.computeIfAbsent(
        key,
        k -> {
          Network trained =
              ImportedWeights.calibrate(
                  network.network(), network.restored(), images.train(), images.normalization());
          return TrainedParent.of(
              space,
              trained,
              trial.arithmetic().scheme(),
              images.train(),
              images.normalization(),
              trial.start().newChannels());
        });
  }
}
