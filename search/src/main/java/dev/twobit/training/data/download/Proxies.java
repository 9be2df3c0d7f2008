package dev.twobit.training.data.download;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that curl's environment variables name ({@code https_proxy}, {@code http_proxy}, {@code
 * all_proxy}, {@code no_proxy}, in either case); without them Java's own settings hold.
 */
final class Proxies {
  private static final int DEFAULT_PORT = 1080;

  private Proxies() {}

  /**
   * @return empty if the variables say nothing; {@link Proxy#NO_PROXY} if they exclude the host
   */
  static Optional<Proxy> of(URI url, Map<String, String> environment) {
    String named = value(environment, url.getScheme() + "_proxy");
    String proxy = named.isEmpty() ? value(environment, "all_proxy") : named;
    if (proxy.isEmpty()) {
      return Optional.empty();
    }
    if (isExcluded(url.getHost(), value(environment, "no_proxy"))) {
      return Optional.of(Proxy.NO_PROXY);
    }
    URI at = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    if (at.getHost() == null) {
      return Optional.empty();
    }
    Proxy.Type type =
        String.valueOf(at.getScheme()).startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
    int port = at.getPort() < 0 ? DEFAULT_PORT : at.getPort();
    return Optional.of(new Proxy(type, new InetSocketAddress(at.getHost(), port)));
  }

  private static boolean isExcluded(String host, String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
        : lower.strip();
  }
}
