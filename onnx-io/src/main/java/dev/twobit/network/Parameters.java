package dev.twobit.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Weights by key ({@code layerName + ".weight"}). Arrays are shared, not copied: treat them as
 * immutable. A network whose file has no weights has an empty one.
 */
public final class Parameters {
  private static final Parameters EMPTY = new Parameters(Map.of());

  private final Map<String, WeightTensor> tensors;

  private Parameters(Map<String, WeightTensor> tensors) {
    this.tensors = tensors;
  }

  public static Parameters empty() {
    return EMPTY;
  }

  public static Parameters of(Map<String, WeightTensor> tensors) {
    return new Parameters(Map.copyOf(tensors));
  }

  public Optional<WeightTensor> find(String key) {
    return Optional.ofNullable(tensors.get(key));
  }

  /** The tensor under {@code key}; throws IllegalStateException naming the key if absent. */
  public WeightTensor get(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException("the network has no weights for " + key));
  }

  public boolean contains(String key) {
    return tensors.containsKey(key);
  }

  public Set<String> keys() {
    return tensors.keySet();
  }

  public boolean isEmpty() {
    return tensors.isEmpty();
  }

  /** A copy in which {@code changes} are put over what is here. */
  public Parameters with(Map<String, WeightTensor> changes) {
    var merged = new HashMap<>(tensors);
    merged.putAll(changes);
    return of(merged);
  }
}
