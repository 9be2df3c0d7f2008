package dev.twobit.search.cost;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The values asked for last, so many of them; for any number of threads. */
final class Recent<K, V> {
  private final Map<K, V> values;

  Recent(int most) {
    this.values =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** Threads that miss the same key at once compute it each. */
  V get(K key, Function<K, V> compute) {
    synchronized (values) {
      V known = values.get(key);
      if (known != null) {
        return known;
      }
    }
    V computed = compute.apply(key);
    synchronized (values) {
      values.put(key, computed);
    }
    return computed;
  }

  int size() {
    synchronized (values) {
      return values.size();
    }
  }
}
