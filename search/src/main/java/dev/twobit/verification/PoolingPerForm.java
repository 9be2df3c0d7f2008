package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A maximum pooling of values in float whose result is read in several forms becomes one pooling a
 * form: codes of the one cannot be had from codes of the other.
 *
 * @param originals tensors of the file by the names that were added
 */
record PoolingPerForm(Network network, Map<String, String> originals) {
  PoolingPerForm {
    originals = Map.copyOf(originals);
  }

  static PoolingPerForm of(Network network, NetworkQuantization quantization) {
    TensorForms forms = TensorForms.of(network, quantization);
    Map<String, TensorShape> shapes = new HashMap<>(network.shapes());
    Map<String, String> originals = new HashMap<>();
    Map<String, Map<Activations, String>> copies = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Layer rewired = rewired(layer, quantization, copies);
      layers.add(rewired);
      List<Activations> read = forms.of(layer.output());
      Optional<Layer.Pooling> maximum = layer.asPooling().filter(Layer.Pooling::isMaximum);
      boolean stated = quantization.inputs().containsKey(layer.name());
      if (maximum.isEmpty() || stated || read.size() < 2) {
        continue;
      }
      Layer.Pooling p = maximum.get();
      Map<Activations, String> own = new HashMap<>();
      own.put(read.get(0), layer.output());
      for (Activations form : read.subList(1, read.size())) {
        int number = own.size() + 1;
        String tensor = layer.output() + ".form" + number;
        own.put(form, tensor);
        originals.put(tensor, layer.output());
        shapes.put(tensor, network.shape(layer.output()));
        layers.add(
            new Layer.Pooling(
                p.name() + ".form" + number,
                rewired.input(),
                tensor,
                p.reduction(),
                p.window(),
                p.ceilMode(),
                p.countIncludePad(),
                p.global()));
      }
      copies.put(layer.output(), own);
    }
    return new PoolingPerForm(network.with(layers, shapes, network.parameters()), originals);
  }

  private static Layer rewired(
      Layer layer, NetworkQuantization quantization, Map<String, Map<Activations, String>> copies) {
    List<Activations> own = quantization.inputs().getOrDefault(layer.name(), List.of());
    if (own.isEmpty()) {
      return layer;
    }
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      String tensor = layer.inputs().get(i);
      inputs.add(copies.getOrDefault(tensor, Map.of()).getOrDefault(own.get(i), tensor));
    }
    return layer.rewired(inputs, layer.output());
  }
}
