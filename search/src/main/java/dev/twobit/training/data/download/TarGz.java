package dev.twobit.training.data.download;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar file compressed with gzip: regular files by the last part of their name. Nothing is
 * written here, so no name can lead out of a folder.
 */
final class TarGz {
  private TarGz() {}

  /** What takes the files; what it leaves unread is skipped. */
  interface Sink {
    void file(String name, InputStream content) throws IOException;
  }

  /** Throws {@link ZipException} if the archive is broken, so that it is not taken for the disk. */
  static void read(Path archive, Sink files) throws IOException {
    try (InputStream gzip = new GZIPInputStream(Files.newInputStream(archive), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
      for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
        if (entry.isFile()) {
          String path = entry.getName();
          files.file(path.substring(path.lastIndexOf('/') + 1), new Content(tar));
        }
      }
    }
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IOException e) {
      throw broken(e);
    }
    if (entry != null && !entry.isCheckSumOK()) {
      throw new ZipException("is no tar file: a header's checksum is wrong");
    }
    return entry;
  }

  private static ZipException broken(IOException e) {
    ZipException broken = new ZipException(e.getMessage());
    broken.initCause(e);
    return broken;
  }

  /** One file's bytes; the archive stays open behind it. */
  private static final class Content extends FilterInputStream {
    Content(TarArchiveInputStream tar) {
      super(tar);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw broken(e);
      }
    }

    @Override
    public void close() {
      // The archive's reader closes it.
    }
  }
}
