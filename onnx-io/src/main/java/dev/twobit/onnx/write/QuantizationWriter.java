package dev.twobit.onnx.write;

import dev.twobit.network.Layer;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers reading their operands quantized; each tensor is quantized once a form. */
final class QuantizationWriter {
  private final NetworkQuantization quantization;
  private final OperandWriter operands;

  /** Dequantized tensors already written. */
  private final Map<String, Map<Activations, String>> written = new HashMap<>();

  /** Tensors of the network by the dequantized ones. */
  private final Map<String, String> originals = new HashMap<>();

  QuantizationWriter(NetworkQuantization quantization, OperandWriter operands) {
    this.quantization = quantization;
    this.operands = operands;
  }

  /** The layer, reading what its inputs are once quantized. */
  Layer quantizeInputs(Layer layer) {
    List<Activations> forms = quantization.inputs().getOrDefault(layer.name(), List.of());
    if (forms.isEmpty()) {
      return layer;
    }
    if (forms.size() != layer.inputs().size()) {
      throw new IllegalArgumentException(
          "layer "
              + layer.name()
              + " reads "
              + layer.inputs().size()
              + " tensors, found "
              + forms.size()
              + " forms for them");
    }
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      inputs.add(quantized(layer.inputs().get(i), forms.get(i)));
    }
    return layer.rewired(inputs, layer.output());
  }

  private String quantized(String tensor, Activations form) {
    Map<Activations, String> known = written.computeIfAbsent(tensor, t -> new HashMap<>());
    String done = known.get(form);
    if (done == null) {
      String base = tensor + ".q" + form.bits() + (known.isEmpty() ? "" : "." + known.size());
      done = operands.activations(tensor, base, form);
      known.put(form, done);
      originals.put(done, tensor);
    }
    return done;
  }

  /** The tensor of the network that a written layer reads: its shape is known. */
  String original(String tensor) {
    return originals.getOrDefault(tensor, tensor);
  }

  /** Whether this layer's weights are stored as integers. */
  boolean hasWeights(Layer layer) {
    return quantization.weights().containsKey(layer.name());
  }

  /** Stores the levels and returns the tensor of their values. */
  String weights(Layer layer) {
    NetworkQuantization.Weights w = quantization.weights().get(layer.name());
    if (w == null) {
      throw new IllegalArgumentException("no integer weights for layer " + layer.name());
    }
    String name = layer.name() + ".weight";
    operands.weights(name, w);
    return name;
  }
}
