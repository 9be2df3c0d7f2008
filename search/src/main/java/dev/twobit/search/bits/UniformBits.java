package dev.twobit.search.bits;

import dev.twobit.precision.Bits;
import dev.twobit.search.BitSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.simulator.PrecisionPlan;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** What chosen bits are compared with: one candidate for all layers. */
public final class UniformBits {
  private UniformBits() {}

  /**
   * Of the candidates that meet the task's budgets in all layers at once the one of most bits,
   * weights times activations; empty where none does.
   */
  public static Optional<PrecisionPlan> most(SearchTask task, BitSettings settings) {
    BitSpace space = BitSpace.of(task, settings.bitCandidates());
    return IntStream.range(0, space.candidates().size())
        .boxed()
        .sorted(Comparator.comparingInt(c -> -product(space.candidates().get(c))))
        .filter(c -> BitProblem.fits(task, space, space.uniform(c)))
        .findFirst()
        .map(c -> BitProblem.model(task, space, space.uniform(c)).precision(task.network()));
  }

  private static int product(Bits bits) {
    return bits.weights() * bits.activations();
  }
}
