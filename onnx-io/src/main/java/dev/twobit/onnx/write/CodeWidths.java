package dev.twobit.onnx.write;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether tensors of codes may have types under a byte. ONNX Runtime (1.29, 1.30) takes a tensor's
 * type for a byte an element when it looks for memory that is free again, and writes codes of 4 or
 * 8 bits over the end of what held as many of 2 (onnx-io/docs/export-formats.md).
 */
final class CodeWidths {
  private CodeWidths() {}

  /** Whether tensors of codes that have one shape have one width, so that none ends beyond. */
  static boolean areOfShapes(Network network, NetworkQuantization quantization) {
    Map<TensorShape, Integer> widths = new HashMap<>();
    for (Layer layer : network.layers()) {
      List<Activations> forms = quantization.inputs().getOrDefault(layer.name(), List.of());
      for (int i = 0; i < forms.size(); i++) {
        int bits = QdqOperandWriter.type(forms.get(i), true).bits();
        Integer other = widths.putIfAbsent(network.shape(layer.inputs().get(i)), bits);
        if (other != null && other != bits) {
          return false;
        }
      }
    }
    return true;
  }
}
