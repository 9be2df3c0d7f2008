package dev.twobit.training.data.download;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * One file over HTTP that goes on where it was interrupted (RFC 9110, Range): what has come is kept
 * under a temporary name until all of it is there and has the right checksum.
 */
final class Download {
  private static final int CONNECT_MILLISECONDS = 20_000;
  private static final int READ_MILLISECONDS = 60_000;
  private static final int BUFFER = 1 << 16;

  /** Times that a connection may break off without a byte more. */
  private static final int BARREN_TRIES = 3;

  private final URI url;
  private final Path part;
  private final DownloadProgress progress;
  private long total = -1;

  private Download(URI url, Path part, DownloadProgress progress) {
    this.url = url;
    this.part = part;
    this.progress = progress;
  }

  /**
   * The whole file at {@code part}, or a one-line error; what came so far stays there for the next
   * call unless it is wrong.
   */
  static void fetch(URI url, Path part, Checksum checksum, DownloadProgress progress)
      throws IOException {
    boolean resumed = Files.exists(part) && Files.size(part) > 0;
    var download = new Download(url, part, progress);
    download.complete();
    Checksum found = checksum.of(List.of(part));
    if (!found.equals(checksum) && resumed) {
      // The start may have been another file's, or an earlier version's.
      Files.delete(part);
      download.complete();
      found = checksum.of(List.of(part));
    }
    if (!found.equals(checksum)) {
      long bytes = Files.size(part);
      Files.delete(part);
      throw new InvalidInputException(
          url + ": found " + bytes + " bytes with " + found + ", expected " + checksum);
    }
  }

  private void complete() throws IOException {
    int barren = 0;
    while (true) {
      long before = size();
      try {
        request(before);
        return;
      } catch (InvalidInputException e) {
        throw e;
      } catch (IOException e) {
        barren = size() > before ? 0 : barren + 1;
        if (barren == BARREN_TRIES || size() == 0) {
          throw unreachable(e);
        }
      }
    }
  }

  private long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private InvalidInputException unreachable(IOException e) throws IOException {
    String kept =
        size() == 0
            ? ""
            : "; "
                + size()
                + " bytes are kept in "
                + part
                + ", the same command goes on from there";
    return new InvalidInputException(url + ": cannot be fetched (" + reason(e) + ")" + kept, e);
  }

  private static String reason(IOException e) {
    return switch (e.getClass().getSimpleName()) {
      case "UnknownHostException" -> "no such host, or offline";
      case "SocketTimeoutException" -> "no answer in time";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /** Appends what the server sends from byte {@code from} on. */
  private void request(long from) throws IOException {
    Optional<Proxy> proxy = Proxies.of(url, System.getenv());
    var connection =
        (HttpURLConnection)
            (proxy.isPresent()
                ? url.toURL().openConnection(proxy.get())
                : url.toURL().openConnection());
    try {
      connection.setConnectTimeout(CONNECT_MILLISECONDS);
      connection.setReadTimeout(READ_MILLISECONDS);
      connection.setRequestProperty("User-Agent", "twobit");
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=" + from + "-");
      }
      take(connection, from);
    } finally {
      connection.disconnect();
    }
  }

  private void take(HttpURLConnection connection, long from) throws IOException {
    int status = connection.getResponseCode();
    switch (status) {
      case HttpURLConnection.HTTP_OK -> append(connection, 0);
      case HttpURLConnection.HTTP_PARTIAL -> append(connection, from);
      case 416 -> {
        // Nothing lies behind what is here: all of it, or of another file; the checksum tells.
        if (from == 0) {
          throw refused(status);
        }
      }
      default -> throw refused(status);
    }
  }

  private InvalidInputException refused(int status) {
    return new InvalidInputException(
        url + ": the server answered HTTP status " + status + ", expected 200 or 206");
  }

  private void append(HttpURLConnection connection, long from) throws IOException {
    long expected = connection.getContentLengthLong();
    total = expected < 0 ? -1 : from + expected;
    long have = from;
    StandardOpenOption mode =
        from == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(part, options(mode))) {
      byte[] buffer = new byte[BUFFER];
      progress.received(have, total);
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        have += n;
        progress.received(have, total);
      }
    }
    if (total >= 0 && have < total) {
      throw new IOException("the connection broke off at byte " + have + " of " + total);
    }
  }

  private static StandardOpenOption[] options(StandardOpenOption mode) {
    return new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode};
  }
}
