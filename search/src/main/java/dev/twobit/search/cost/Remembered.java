package dev.twobit.search.cost;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Values of a pure function, each computed once; when there are too many, all are forgotten. For
 * any number of threads, none of which waits for another.
 */
final class Remembered<K, V> {
  private final int most;
  private final Map<K, V> values = new ConcurrentHashMap<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder computed = new LongAdder();

  Remembered(int most) {
    this.most = most;
  }

  /** Threads that miss the same key at once compute it each, and get the same object. */
  V get(K key, Function<K, V> compute) {
    asked.increment();
    V known = values.get(key);
    if (known != null) {
      return known;
    }
    computed.increment();
    return put(key, compute.apply(key));
  }

  /** What is known, nothing computed or counted. */
  Optional<V> find(K key) {
    return Optional.ofNullable(values.get(key));
  }

  private V put(K key, V made) {
    if (values.size() >= most) {
      values.clear();
    }
    V other = values.putIfAbsent(key, made);
    return other == null ? made : other;
  }

  int size() {
    return values.size();
  }

  /** How often it was asked, and how often it had to compute. */
  Hits hits() {
    return new Hits(asked.sum(), computed.sum());
  }
}
