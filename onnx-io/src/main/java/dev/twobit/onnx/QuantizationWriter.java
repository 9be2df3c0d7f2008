package dev.twobit.onnx;

import dev.twobit.network.Layer;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.DeployedQuantization.Activations;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantized operands as QCDQ: QuantizeLinear to 8 bits, Clip to the codes, DequantizeLinear. Exact
 * at every optimization level of ONNX Runtime, which types of two bits are not.
 */
final class QuantizationWriter {
  private static final int BYTE_BITS = 8;

  private final DeployedQuantization quantization;
  private final GraphWriter graph;

  /** Dequantized tensors already written: a tensor read twice alike is quantized once. */
  private final Map<String, Map<Activations, String>> written = new HashMap<>();

  QuantizationWriter(DeployedQuantization quantization, GraphWriter graph) {
    this.quantization = quantization;
    this.graph = graph;
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
    if (done != null) {
      return done;
    }
    String base = tensor + ".q" + form.bits() + (known.isEmpty() ? "" : "." + known.size());
    String step = graph.scalar(base + ".step", form.step());
    String zero = code(base + ".zero", 0, form);
    graph.node("QuantizeLinear", base, List.of(tensor, step, zero), base + ".codes");
    String codes = base + ".codes";
    if (form.bits() < BYTE_BITS) {
      graph.node(
          "Clip",
          base + ".clip",
          List.of(
              codes,
              code(base + ".least", form.leastCode(), form),
              code(base + ".most", form.mostCode(), form)),
          base + ".clipped");
      codes = base + ".clipped";
    }
    graph.node(
        "DequantizeLinear", base + ".dequantize", List.of(codes, step, zero), base + ".value");
    known.put(form, base + ".value");
    return base + ".value";
  }

  private String code(String name, int value, Activations form) {
    return form.signed() ? graph.signedByte(name, value) : graph.unsignedByte(name, value);
  }

  /** Whether this layer's weights are stored as integers. */
  boolean hasWeights(Layer layer) {
    return quantization.weights().containsKey(layer.name());
  }

  /** Stores the levels and returns the tensor of their values. */
  String weights(Layer layer) {
    DeployedQuantization.Weights w = quantization.weights().get(layer.name());
    if (w == null) {
      throw new IllegalArgumentException("no integer weights for layer " + layer.name());
    }
    String name = layer.name() + ".weight";
    float[] steps = new float[w.steps().size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = w.steps().get(i);
    }
    boolean one = steps.length == 1;
    String step =
        one
            ? graph.scalar(name + ".step", steps[0])
            : graph.floats(name + ".step", WeightTensor.vector(steps));
    graph.node(
        "DequantizeLinear",
        name + ".dequantize",
        List.of(graph.signedBytes(name + ".levels", w.shape(), w.levels()), step),
        name,
        one ? new Attribute[0] : new Attribute[] {Attribute.of("axis", 0L)});
    return name;
  }
}
