package dev.twobit.experiment;

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
    try (InputStream in =
        Objects.requireNonNull(
            TwobitVersion.class.getResourceAsStream("version.properties"),
            "version.properties is not in the jar")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
