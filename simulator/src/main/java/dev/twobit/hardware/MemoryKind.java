package dev.twobit.hardware;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Kinds of external memory, for those who compare them: what a bit costs, read or written, as
 * Accelergy's CACTI plug-in has it from the papers that it names (cacti_wrapper.py,
 * DRAM_estimate_energy). Interface and array together; refresh and idling are left out, as they are
 * of every file's figure.
 */
enum MemoryKind {
  LPDDR4(8, "public data"),
  LPDDR(40, "Malladi et al., ISCA 2012"),
  DDR3(70, "Malladi et al., ISCA 2012"),
  GDDR5(14, "Chatterjee et al., MICRO 2017"),
  HBM2(3.9, "Chatterjee et al., MICRO 2017");

  private final double picojoulesPerBit;
  private final String source;

  MemoryKind(double picojoulesPerBit, String source) {
    this.picojoulesPerBit = picojoulesPerBit;
    this.source = source;
  }

  /** Throws a one-line error that names the setting for what is no kind. */
  static MemoryKind of(HardwareOverride setting) {
    List<String> words = Arrays.stream(values()).map(MemoryKind::word).toList();
    int found = words.indexOf(setting.value());
    if (found < 0) {
      throw new InvalidInputException(
          "--set "
              + setting
              + ": found '"
              + setting.value()
              + "', expected one of "
              + String.join(", ", words)
              + Suggestion.nearest(setting.value(), words));
    }
    return values()[found];
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  double picojoulesPerByte() {
    return picojoulesPerBit * Byte.SIZE;
  }

  /** Of the figure, for a file's sources. */
  String source() {
    return "%s: %s pJ/bit, %s, in Accelergy's cacti_wrapper.py"
        .formatted(word(), picojoulesPerBit, source);
  }
}
