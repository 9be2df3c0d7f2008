package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * When a forward pass has read each tensor of a network for the last time. Its memory is then free
 * unless backward reads it, for which libtorch holds it itself.
 */
public final class TensorLifetimes {
  private final Map<String, List<String>> readLastBy;

  private TensorLifetimes(Map<String, List<String>> readLastBy) {
    this.readLastBy = readLastBy;
  }

  /** Of all tensors but the network's inputs and outputs, which belong to who calls. */
  public static TensorLifetimes of(Network network) {
    Map<String, String> lastReaders = new HashMap<>();
    network.layers().forEach(l -> l.inputs().forEach(t -> lastReaders.put(t, l.name())));
    network.inputs().forEach(lastReaders::remove);
    network.outputs().forEach(lastReaders::remove);
    Map<String, List<String>> readLastBy = new HashMap<>();
    lastReaders.forEach(
        (tensor, layer) ->
            readLastBy.merge(
                layer,
                List.of(tensor),
                (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList()));
    return new TensorLifetimes(readLastBy);
  }

  /**
   * Frees what the layer was the last to read, unless another name or the input stands for it.
   *
   * @param live tensors by name, from which it is taken
   * @param values what is to be freed of a tensor
   * @param images the input
   */
  public <T> void end(Layer layer, Map<String, T> live, Function<T, Tensor> values, Tensor images) {
    for (String name : readLastBy.getOrDefault(layer.name(), List.of())) {
      T read = live.remove(name);
      if (read != null) {
        Tensor dead = values.apply(read);
        if (!dead.equals(images) && live.values().stream().map(values).noneMatch(dead::equals)) {
          dead.close();
        }
      }
    }
  }
}
