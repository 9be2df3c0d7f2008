package dev.twobit.training.data.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Serves one archive on the loopback interface, as well or as badly as a test asks. */
final class ArchiveServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> ranges = new ArrayList<>();
  private byte[] archive = {};
  private boolean ranged = true;
  private int breakAfter = Integer.MAX_VALUE;
  private int breaks;

  ArchiveServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  void serve(byte[] bytes) {
    archive = bytes;
  }

  void withoutRanges() {
    ranged = false;
  }

  /** The next {@code times} answers end after {@code bytes} of their bodies. */
  void breakingAfter(int bytes, int times) {
    breakAfter = bytes;
    breaks = times;
  }

  /** The Range header of every request, "" where there was none. */
  List<String> ranges() {
    return ranges;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/a.tar.gz";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    int from = 0;
    if (range != null && ranged) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
    }
    if (from > 0 && from >= archive.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, archive.length - from);
      int end = archive.length;
      if (breaks > 0) {
        breaks--;
        end = Math.min(end, from + breakAfter);
      }
      exchange.getResponseBody().write(Arrays.copyOfRange(archive, from, end));
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
