package dev.twobit.training.data.download;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads a tar file compressed with gzip (POSIX.1-1988 ustar): regular files by the last part of
 * their name. Nothing is written here, so no name can lead out of a folder; extended headers are
 * skipped, since no file wanted has a name of over 100 bytes.
 */
final class TarGz {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_DIGITS = 8;
  private static final int TYPE_AT = 156;

  private TarGz() {}

  /** What takes the files; what it leaves unread is skipped. */
  interface Sink {
    void file(String name, long bytes, InputStream content) throws IOException;
  }

  static void read(Path archive, Sink files) throws IOException {
    try (InputStream in =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive), 1 << 16))) {
      byte[] header = in.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        requireIntact(header);
        long size = octal(header, SIZE_AT, SIZE_DIGITS);
        Entry content = new Entry(in, size);
        if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
          String path = text(header, 0, NAME);
          files.file(path.substring(path.lastIndexOf('/') + 1), size, content);
        }
        content.finish();
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        header = in.readNBytes(BLOCK);
      }
      if (header.length != 0 && header.length != BLOCK) {
        throw new EOFException("ends within a header");
      }
    }
  }

  private static void requireIntact(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_DIGITS;
      sum += own ? ' ' : header[i] & 0xff;
    }
    if (sum != octal(header, CHECKSUM_AT, CHECKSUM_DIGITS)) {
      throw new IOException("is no tar file: a header's checksum is wrong");
    }
  }

  private static long octal(byte[] header, int at, int digits) throws IOException {
    String number = text(header, at, digits).strip();
    try {
      return Long.parseLong(number, 8);
    } catch (NumberFormatException e) {
      throw new IOException("is no tar file: found '" + number + "' for an octal number", e);
    }
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.ISO_8859_1);
  }

  /** One file's bytes. */
  private static final class Entry extends InputStream {
    private final InputStream in;
    private long left;

    Entry(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(bytes, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("ends within a file");
      }
      left -= n;
      return n;
    }

    void finish() throws IOException {
      in.skipNBytes(left);
      left = 0;
    }
  }
}
