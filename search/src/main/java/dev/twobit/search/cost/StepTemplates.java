package dev.twobit.search.cost;

import dev.twobit.search.space.TensorWidth;
import java.util.List;
import java.util.Optional;

/** Templates of steps; structures that have the same step share it. For any number of threads. */
final class StepTemplates {
  private static final int MOST_TEMPLATES = 1 << 14;

  private record Key(List<TensorWidth> operands, StepTemplate.Channels shape) {}

  private final Remembered<Key, StepTemplate> shared = new Remembered<>(MOST_TEMPLATES);

  /** As {@link StepTemplate} has its parameters. */
  StepTemplate of(List<TensorWidth> operands, Optional<StepTemplate.Channels> channels) {
    return channels
        .map(
            c ->
                shared.get(new Key(operands, c.shape()), k -> new StepTemplate(operands, channels)))
        .orElseGet(() -> new StepTemplate(operands, channels));
  }
}
