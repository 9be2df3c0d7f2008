package dev.twobit.training.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a file must hash to.
 *
 * @param algorithm MD5, SHA-1 or SHA-256, whichever the publisher states
 * @param hex lower case
 */
public record Checksum(String algorithm, String hex) {
  private static final int BUFFER = 1 << 16;

  public static Checksum md5(String hex) {
    return new Checksum("MD5", hex);
  }

  public static Checksum sha1(String hex) {
    return new Checksum("SHA-1", hex);
  }

  public static Checksum sha256(String hex) {
    return new Checksum("SHA-256", hex);
  }

  /** The same algorithm's value of the files' bytes, one after the other. */
  public Checksum of(List<Path> files) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm + " is not known to this Java", e);
    }
  }

  @Override
  public String toString() {
    return algorithm + " " + hex;
  }
}
