package dev.twobit.cli;

import dev.twobit.hardware.HardwareKey;
import dev.twobit.io.Suggestion;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit hardware keys}. */
@Command(
    name = "keys",
    description = "List the keys of hardware files: meaning, unit, range.",
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware keys memory")
final class HardwareKeysCommand implements Runnable {
  private static final int WIDTH = 80;
  private static final String INDENT = "    ";

  private final Console console;

  @Parameters(
      paramLabel = "KEY",
      arity = "0..1",
      description = "Only this key and those within it: memory, array.handover (all).")
  private String key = "";

  @Mixin private JsonOption json;

  HardwareKeysCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<HardwareKey> keys = chosen();
    StringBuilder text = new StringBuilder();
    keys.forEach(k -> text.append(text(k)));
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(keys) : text.toString().stripTrailing());
  }

  private List<HardwareKey> chosen() {
    List<HardwareKey> all = HardwareKey.all();
    List<HardwareKey> chosen =
        all.stream()
            .filter(k -> key.isEmpty() || k.key().equals(key) || k.key().startsWith(key + "."))
            .toList();
    if (chosen.isEmpty()) {
      throw new InvalidInputException(
          "hardware keys: found '"
              + key
              + "', expected a key; "
              + Suggestion.among(key, all.stream().map(HardwareKey::key).toList()));
    }
    return chosen;
  }

  private static String text(HardwareKey k) {
    List<String> parts = new ArrayList<>();
    parts.add(k.meaning());
    if (!k.unit().isEmpty()) {
      parts.add(k.unit());
    }
    if (!k.allowed().isEmpty()) {
      parts.add(k.allowed());
    }
    if (!k.leftOut().isEmpty() && !k.meaning().contains("if left out")) {
      parts.add(k.leftOut() + " if left out");
    }
    String style = k.style().isEmpty() ? "" : "  (" + k.style() + " arrays)";
    List<String> words = Arrays.asList(String.join("; ", parts).split(" "));
    return k.key() + style + "\n" + Text.wrapped(words, INDENT, WIDTH);
  }
}
