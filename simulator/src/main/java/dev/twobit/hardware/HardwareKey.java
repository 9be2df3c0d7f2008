package dev.twobit.hardware;

import dev.twobit.settings.SchemaKey;
import java.util.List;

/**
 * A key of hardware files, as the schema describes it.
 *
 * @param key dotted, as {@code buffer.banks}
 * @param meaning what it decides
 * @param unit of its number; empty if it has none
 * @param allowed what it may be, in words; empty of a key that only holds others
 * @param leftOut what it is if it is left out; empty if the schema names no such value
 * @param style the one style of accelerators that has it; empty if all have
 */
public record HardwareKey(
    String key, String meaning, String unit, String allowed, String leftOut, String style) {
  /** Every key that a file may have, in the order of the schema. */
  public static List<HardwareKey> all() {
    return HardwareLoader.keys().stream().map(HardwareKey::of).toList();
  }

  private static HardwareKey of(SchemaKey k) {
    return new HardwareKey(k.key(), k.meaning(), k.unit(), k.allowed(), k.leftOut(), k.style());
  }
}
