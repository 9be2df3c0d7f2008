package dev.twobit.search;

import java.util.Locale;

/**
 * Which epoch's genotype a search ends with (search/docs/methods.md#final-genotype); each is
 * recorded.
 */
public enum FinalGenotype {
  /** The last epoch's if it is in band, else the latest that is, else the last one's. */
  IN_BAND_LAST,
  /** The last epoch's. */
  LAST,
  /** The one of highest held-out accuracy among those in band; else the last one's. */
  BEST_VALID;

  /** Its name in settings and results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
