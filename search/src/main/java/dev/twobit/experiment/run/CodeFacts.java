package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.CodeUse;
import dev.twobit.results.NetworkKind;
import dev.twobit.training.CodeShares;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How trained networks use their codes, in the form that reports show. */
final class CodeFacts {
  private CodeFacts() {}

  /** Empty for a network in float, and of a training that was run before codes were told of. */
  static Optional<CodeUse> of(long seed, TrainingTrialResult trained) {
    return trained
        .codes()
        .map(
            use ->
                new CodeUse(
                    seed,
                    use.start().top1Percent(),
                    use.start().warning(),
                    layers(use.start().layers(), use.end())));
  }

  /** Of each kind its first training; empty where none tells of codes. */
  static Optional<Map<NetworkKind, CodeUse>> of(List<TrainedNetwork> trained) {
    Map<NetworkKind, CodeUse> kinds = new EnumMap<>(NetworkKind.class);
    trained.forEach(
        t -> of(t.seed(), t.result()).ifPresent(use -> kinds.putIfAbsent(t.kind(), use)));
    return kinds.isEmpty() ? Optional.empty() : Optional.of(kinds);
  }

  private static List<CodeUse.LayerCodes> layers(List<CodeShares> start, List<CodeShares> end) {
    List<CodeUse.LayerCodes> layers = new ArrayList<>();
    for (int i = 0; i < start.size(); i++) {
      layers.add(
          new CodeUse.LayerCodes(start.get(i).layer(), codes(start.get(i)), codes(end.get(i))));
    }
    return layers;
  }

  private static CodeUse.Codes codes(CodeShares shares) {
    return new CodeUse.Codes(
        shares.weights(),
        shares.innerWeights(),
        shares.zeroActivations(),
        shares.highestActivations());
  }
}
