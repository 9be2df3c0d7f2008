package dev.twobit.hardware;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Kinds of external memory and what a bit read or written takes, interface included, activation,
 * refresh and standby apart. As Accelergy's CACTI plug-in has them
 * (Accelergy-Project/accelergy-cacti-plug-in, cacti_wrapper.py, DRAM_estimate_energy), which names
 * the papers.
 */
public enum DramKind {
  LPDDR4(8, "public data"),
  LPDDR(40, "Malladi et al., ISCA 2012"),
  DDR3(70, "Malladi et al., ISCA 2012"),
  GDDR5(14, "Chatterjee et al., MICRO 2017"),
  HBM2(3.9, "Chatterjee et al., MICRO 2017");

  private static final String PLUG_IN =
      "Accelergy-Project/accelergy-cacti-plug-in cacti_wrapper.py, DRAM_estimate_energy, node not"
          + " stated";

  private final double picojoulesPerBit;
  private final String paper;

  DramKind(double picojoulesPerBit, String paper) {
    this.picojoulesPerBit = picojoulesPerBit;
    this.paper = paper;
  }

  public double picojoulesPerByte() {
    return 8 * picojoulesPerBit;
  }

  /** As settings name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where its energy comes from. */
  public String source() {
    return PLUG_IN + " (" + paper + ")";
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(DramKind::word).toList();
  }

  /** The kind of that name; {@code where} says in an error what named it. */
  static DramKind of(String word, String where) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    where
                        + ": found '"
                        + word
                        + "', expected one of "
                        + String.join(", ", words())
                        + Suggestion.nearest(word, words())));
  }
}
