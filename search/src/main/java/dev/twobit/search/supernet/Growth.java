package dev.twobit.search.supernet;

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
}
