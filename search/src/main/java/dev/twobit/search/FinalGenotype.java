package dev.twobit.search;

import java.util.Locale;

/** Which epoch's genotype a search ends with (SPEC A11); each is recorded. */
public enum FinalGenotype {
  /** The last epoch's if it is in band, else the latest that is, else the last one's. */
  IN_BAND_LAST,
  /** The last epoch's. */
  LAST,
  /** Of those in band, that of the highest held-out accuracy; else the last one's. */
  BEST_VALID;

  /** As in settings and results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
