package dev.twobit.training;

import dev.twobit.network.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Finds where a training stopped being finite. */
final class Divergence {
  private final TrainableNetwork network;
  private final Map<String, Layer> producers;
  private final List<String> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private Divergence(TrainableNetwork network) {
    this.network = network;
    this.producers = network.structure().producers();
  }

  /**
   * The first layer in forward order whose weights, statistics or output are not finite, for a
   * message. Runs the network once more.
   *
   * @param images the batch whose loss is not finite
   */
  static String culprit(TrainableNetwork network, Tensor images) {
    Divergence search = new Divergence(network);
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor logits = network.forward(images, true, search::look);
      search.output(network.structure().outputs().get(0), logits);
    }
    return search.found.isEmpty()
        ? "every layer's weights and outputs are finite"
        : "first not finite: " + search.found.get(0);
  }

  /**
   * The first layer in forward order whose gradient is not finite, for a message; empty if all are.
   */
  static String gradient(TrainableNetwork network) {
    for (Layer layer : network.structure().layers()) {
      for (Map.Entry<String, Tensor> entry : network.trainable().entrySet()) {
        Tensor gradient = entry.getValue().mutable_grad();
        if (belongs(entry.getKey(), layer) && gradient.defined() && !isFinite(gradient)) {
          return "first not finite: the gradient of " + describe(entry.getKey(), layer);
        }
      }
    }
    return "";
  }

  private void look(Layer layer, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      output(layer.inputs().get(i), inputs.get(i));
    }
    for (Map<String, Tensor> tensors : List.of(network.trainable(), network.buffers())) {
      tensors.forEach(
          (key, tensor) -> {
            if (belongs(key, layer) && !isFinite(tensor)) {
              found.add(describe(key, layer));
            }
          });
    }
  }

  private void output(String tensor, Tensor values) {
    if (seen.add(tensor) && !isFinite(values)) {
      Layer layer = producers.get(tensor);
      found.add(layer == null ? "the images" : "the output of layer '" + layer.name() + "'");
    }
  }

  private static boolean belongs(String key, Layer layer) {
    return key.startsWith(layer.name() + ".") && key.indexOf('.', layer.name().length() + 1) < 0
        || key.startsWith(layer.name() + ".input.")
        || key.startsWith(layer.name() + ".operand")
        || key.startsWith(layer.name() + ".quantizer.");
  }

  private static String describe(String key, Layer layer) {
    return key.substring(layer.name().length() + 1) + " of layer '" + layer.name() + "'";
  }

  private static boolean isFinite(Tensor values) {
    return values.detach().isfinite().all().item_bool();
  }
}
