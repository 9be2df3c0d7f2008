package dev.twobit.training.data.download;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file over HTTP that goes on where it was interrupted (RFC 9110, Range): what has come is kept
 * under a temporary name until all of it is there and has the right checksum.
 */
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** A server that sends nothing for so long is given up. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** Times that a connection may break off without a byte more. */
  private static final int BARREN_TRIES = 3;

  private final URI url;
  private final Path part;
  private final DownloadProgress progress;
  private final HttpClient client;

  /** Bytes of the file that have come, for whoever waits for more. */
  private final AtomicLong received = new AtomicLong(-1);

  private Download(URI url, Path part, DownloadProgress progress) {
    this.url = url;
    this.part = part;
    this.progress = progress;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .proxy(Proxies.selector(url, System.getenv()))
            .build();
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
      } catch (InterruptedIOException e) {
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
    if (e instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "no such host, or offline";
      }
      if (t.getMessage() != null) {
        return t.getMessage();
      }
    }
    return e.getClass().getSimpleName();
  }

  /** Appends what the server sends from byte {@code from} on. */
  private void request(long from) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(SILENCE)
            .header("User-Agent", "twobit")
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    int status = await(client.sendAsync(request.build(), info -> body(info, from))).statusCode();
    // Nothing lies behind what is here: all of it, or of another file; the checksum tells.
    boolean all = status == RANGE_NOT_SATISFIABLE && from > 0;
    if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL && !all) {
      throw new InvalidInputException(
          url + ": the server answered HTTP status " + status + ", expected 200 or 206");
    }
  }

  private BodySubscriber<Path> body(HttpResponse.ResponseInfo answer, long from) {
    return switch (answer.statusCode()) {
      case HttpURLConnection.HTTP_OK -> toFile(answer, 0, StandardOpenOption.TRUNCATE_EXISTING);
      case HttpURLConnection.HTTP_PARTIAL -> toFile(answer, from, StandardOpenOption.APPEND);
      default -> BodySubscribers.replacing(part);
    };
  }

  private BodySubscriber<Path> toFile(
      HttpResponse.ResponseInfo answer, long from, StandardOpenOption mode) {
    long expected = answer.headers().firstValueAsLong("content-length").orElse(-1);
    long total = expected < 0 ? -1 : from + expected;
    return new ReceivedBody<>(
        BodySubscribers.ofFile(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode),
        bytes -> {
          received.set(from + bytes);
          progress.received(from + bytes, total);
        });
  }

  /** The answer with its body in the file; what came before a failure is in the file, too. */
  private <T> T await(CompletableFuture<T> answer) throws IOException {
    long before = -1;
    while (true) {
      try {
        return answer.get(SILENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (received.get() == before) {
          answer.cancel(true);
          throw new HttpTimeoutException("silent for " + SILENCE.toSeconds() + " s");
        }
        before = received.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      } catch (InterruptedException e) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
