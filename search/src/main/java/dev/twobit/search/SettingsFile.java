package dev.twobit.search;

import dev.twobit.io.FileFailure;
import dev.twobit.io.TextFile;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.YamlKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings of a search as YAML: presets that come with twobit, files of the user. */
final class SettingsFile {
  private static final String BASE = "paper";
  private static final String USUAL = "small";

  private SettingsFile() {}

  /** {@code paper.yaml} has every key, the others those that differ. */
  static SearchSettings preset(String name) {
    Map<String, String> values = new LinkedHashMap<>(keys(BASE));
    if (!name.equals(BASE)) {
      values.putAll(keys(name));
    }
    return new SearchSettings(values);
  }

  private static Map<String, String> keys(String name) {
    return YamlKeys.parse(name + ".yaml", resource(name)).texts();
  }

  static SearchSettings read(Path file) {
    String text;
    try {
      text = TextFile.readYaml(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": " + FileFailure.reason(e), e);
    }
    YamlKeys keys = YamlKeys.parse(file.toString(), text);
    Map<String, String> given = keys.texts();
    SearchSettings settings = SearchSettings.preset(USUAL);
    if (given.containsKey("preset")) {
      settings = set(settings, keys, file, "preset", given.getOrDefault("preset", USUAL));
    }
    for (Map.Entry<String, String> entry : given.entrySet()) {
      if (!entry.getKey().equals("preset")) {
        settings = set(settings, keys, file, entry.getKey(), entry.getValue());
      }
    }
    return settings;
  }

  private static SearchSettings set(
      SearchSettings settings, YamlKeys keys, Path file, String key, String value) {
    try {
      return settings.with(key, value);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file + ":" + keys.line(key) + ": " + e.getMessage(), e);
    }
  }

  /** One key a line, what it decides behind it. */
  static String write(SearchSettings settings) {
    StringBuilder text = new StringBuilder();
    for (SettingKey key : SettingKeys.ALL) {
      String value = settings.values().get(key.name());
      text.append(
          String.format(
              Locale.ROOT,
              "# %s; %s%n%s: %s%n",
              key.description(),
              key.values().expected(),
              key.name(),
              value));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String resource(String name) {
    try (InputStream in = SettingsFile.class.getResourceAsStream("/search/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("resource search/" + name + ".yaml is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
