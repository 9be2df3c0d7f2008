package dev.twobit.training.data.download;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that curl's environment variables name ({@code https_proxy}, {@code http_proxy}, {@code
 * all_proxy}, {@code no_proxy}, in either case); without them Java's own settings hold. Java's HTTP
 * client speaks to HTTP proxies only.
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
    if (at.getScheme().startsWith("socks")) {
      throw new InvalidInputException(
          url + ": found the proxy '" + proxy + "' in the environment, expected one of http");
    }
    int port = at.getPort() < 0 ? DEFAULT_PORT : at.getPort();
    return Optional.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(at.getHost(), port)));
  }

  /** The same for Java's HTTP client. */
  static ProxySelector selector(URI url, Map<String, String> environment) {
    return of(url, environment).<ProxySelector>map(One::new).orElse(ProxySelector.getDefault());
  }

  /** The same proxy for every address. */
  private static final class One extends ProxySelector {
    private final Proxy proxy;

    One(Proxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // There is no other one to try.
    }
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
