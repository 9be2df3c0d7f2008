package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which forms every tensor is read, narrowest first: by the layers that read it, or through
 * those that only move or choose values.
 */
final class TensorForms {
  private static final Comparator<Activations> NARROWEST_FIRST =
      Comparator.comparingInt(Activations::bits)
          .thenComparing(Activations::signed)
          .thenComparingDouble(Activations::step);

  private final Map<String, List<Activations>> forms = new HashMap<>();

  private TensorForms() {}

  static TensorForms of(Network network, NetworkQuantization quantization) {
    TensorForms result = new TensorForms();
    for (int i = network.layers().size() - 1; i >= 0; i--) {
      Layer layer = network.layers().get(i);
      List<Activations> own = quantization.inputs().getOrDefault(layer.name(), List.of());
      for (int operand = 0; operand < layer.inputs().size(); operand++) {
        String tensor = layer.inputs().get(operand);
        if (!own.isEmpty()) {
          result.add(tensor, own.get(operand));
        } else if (layer.keepsValues()) {
          result.of(layer.output()).forEach(form -> result.add(tensor, form));
        }
      }
    }
    return result;
  }

  private void add(String tensor, Activations form) {
    List<Activations> known = forms.computeIfAbsent(tensor, t -> new ArrayList<>());
    if (!known.contains(form)) {
      known.add(form);
      known.sort(NARROWEST_FIRST);
    }
  }

  List<Activations> of(String tensor) {
    return List.copyOf(forms.getOrDefault(tensor, List.of()));
  }
}
