package dev.twobit.training;

import dev.twobit.network.Network;
import java.util.List;

/** Tells weights that nobody has trained yet from others, as far as they show it. */
public final class UntrainedWeights {
  /** What any training moves away from zero. */
  private static final List<String> ZERO_AT_FIRST = List.of(".bias", ".shift", ".mean");

  private UntrainedWeights() {}

  /**
   * Whether every bias, and every shift and mean of batch normalization, is zero as {@link
   * Initializer} leaves it; false for a network that has none of them.
   */
  public static boolean isSeenIn(Network network) {
    List<String> keys =
        network.parameters().keys().stream()
            .filter(key -> ZERO_AT_FIRST.stream().anyMatch(key::endsWith))
            .toList();
    return !keys.isEmpty()
        && keys.stream().allMatch(key -> isZero(network.parameters().get(key).values()));
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
