package dev.twobit.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version this was built as. */
public final class TwobitVersion {
  private TwobitVersion() {}

  /** Maven's project version, such as {@code 0.1.0}. */
  public static String current() {
    return property("version");
  }

  /** Version of the library that trains, such as {@code 2.10.0-1.5.13}. */
  public static String libtorch() {
    return property("libtorch");
  }

  private static String property(String key) {
    try (InputStream in =
        Objects.requireNonNull(
            TwobitVersion.class.getResourceAsStream("version.properties"),
            "version.properties is not in the jar")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(key, "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
