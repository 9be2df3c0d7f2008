package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the weights of new channels start as (search/docs/methods.md#expansion). */
public enum Growth {
  /** Normal deviates with the deviation that the layer's weights have. */
  KAIMING,
  /**
   * As {@link #KAIMING}, but until the next step on the weights no layer that reads new channels
   * counts them, after its quantizer, and quantizers keep the statistics they had.
   */
  ZERO_CONSUMER,
  /** Each new channel a copy of a random old one, what reads both divided among them (Net2Net). */
  NET2WIDER,
  /**
   * Like {@link #NET2WIDER}, but copies of the channel that is read with the largest weight (OCS).
   */
  OCS_SPLIT;

  /** Its name in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Throws a one-line error for a name that is none. */
  public static Growth named(String name) {
    List<String> labels = Arrays.stream(values()).map(Growth::label).toList();
    int index = labels.indexOf(name);
    if (index < 0) {
      throw new InvalidInputException(
          "growth: found '" + name + "', expected one of " + String.join(", ", labels));
    }
    return values()[index];
  }
}
