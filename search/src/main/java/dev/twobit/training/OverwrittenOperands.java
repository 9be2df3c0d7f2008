package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * ReLUs and sums of two tensors that write over what they read: where nothing else reads it, and
 * what made it (a batch normalization or another sum) does not need it for its gradient. Half of
 * the memory is read and written, and as much less is held.
 */
public final class OverwrittenOperands {
  private final Map<String, Integer> operands;

  private OverwrittenOperands(Map<String, Integer> operands) {
    this.operands = operands;
  }

  /**
   * Those of a network.
   *
   * @param leftOut layers that are not computed
   * @param quantizing layers that make quantized copies of what they read
   */
  public static OverwrittenOperands of(
      Network network, Set<String> leftOut, Set<String> quantizing) {
    Map<String, Integer> found = new HashMap<>();
    Map<String, Layer> producers = network.producers();
    Map<String, List<Layer>> consumers = network.consumers();
    for (Layer layer : network.layers()) {
      boolean sum = layer.asAdd().isPresent() && layer.inputs().size() == 2;
      for (int i = 0; i < layer.inputs().size(); i++) {
        String tensor = layer.inputs().get(i);
        if ((sum || layer.isRelu())
            && !leftOut.contains(layer.name())
            && !quantizing.contains(layer.name())
            && isNotReadByItsOwnBackward(producers.get(tensor))
            && isReadOnceBy(layer, tensor, consumers.getOrDefault(tensor, List.of()))
            && !network.outputs().contains(tensor)
            && network.shape(tensor).equals(network.shape(layer.output()))) {
          found.putIfAbsent(layer.name(), i);
        }
      }
    }
    return new OverwrittenOperands(Map.copyOf(found));
  }

  private static boolean isNotReadByItsOwnBackward(@Nullable Layer producer) {
    return producer != null
        && (producer.asBatchNormalization().isPresent() || producer.asAdd().isPresent());
  }

  private static boolean isReadOnceBy(Layer layer, String tensor, List<Layer> consumers) {
    return consumers.equals(List.of(layer))
        && layer.inputs().stream().filter(tensor::equals).count() == 1;
  }

  /** The operand that a layer writes over. */
  public OptionalInt of(Layer layer) {
    Integer operand = operands.get(layer.name());
    return operand == null ? OptionalInt.empty() : OptionalInt.of(operand);
  }

  /**
   * The layer's output, in the memory of an operand.
   *
   * @param operand as from {@link #of(Layer)}
   */
  public static Tensor compute(Layer layer, int operand, List<Tensor> inputs) {
    Tensor x = inputs.get(operand);
    return layer.isRelu() ? x.relu_() : x.add_(inputs.get(1 - operand));
  }
}
