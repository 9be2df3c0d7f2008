package dev.twobit.onnx.read;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.KeptForm;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Quantizers of a file to forms of what its layers read. A layer reads quantized what a quantizer
 * writes, and what is only moved or chosen behind one: the same as if it were quantized once more.
 * A layer that reads a quantized tensor beside one in float reads it through a product with one,
 * which has the quantized operand; so is a quantized output written.
 */
final class QuantizedOperands {
  private final Network network;
  private final Map<String, Activations> quantizers;
  private final Map<String, QuantizerOffsets.Offset> offsets;
  private final Map<String, QuantizerThresholds.Counted> thresholds;
  private final Set<String> counting = new HashSet<>();
  private final Map<CodedTensor, CodedTensor> shifted = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /** What quantizers write, by tensor: what they read, and how. */
  private final Map<String, CodedTensor> quantized = new HashMap<>();

  /** Forms of what is moved or chosen behind them. */
  private final Map<String, Activations> kept = new HashMap<>();

  /** Names of quantized tensors in float. */
  private final Map<CodedTensor, String> dequantized = new HashMap<>();

  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes;
  private final Map<String, WeightTensor> ones = new HashMap<>();
  private final Map<String, List<Activations>> inputs = new HashMap<>();

  private QuantizedOperands(Network network, Map<String, Activations> quantizers) {
    this.network = network;
    this.quantizers = quantizers;
    this.offsets = QuantizerOffsets.of(network, quantizers);
    this.thresholds = QuantizerThresholds.of(network, quantizers);
    thresholds.values().forEach(c -> counting.addAll(c.written()));
    this.shapes = new HashMap<>(network.shapes());
    names.addAll(network.shapes().keySet());
    network.layers().forEach(l -> names.add(l.name()));
  }

  /**
   * @param network without quantizers
   * @param inputs forms of what layers read, one an input; what is not named is read in float
   * @param shifted what quantizers with an offset or thresholds read, by what the file has
   *     quantized
   */
  record Stated(
      Network network,
      Map<String, List<Activations>> inputs,
      Map<CodedTensor, CodedTensor> shifted) {}

  /**
   * @param network with a reshape to the same shape in the place of each quantizer
   * @param quantizers forms by the names of those layers
   */
  static Stated of(Network network, Map<String, Activations> quantizers) {
    return new QuantizedOperands(network, quantizers).run();
  }

  private Stated run() {
    for (Layer layer : network.layers()) {
      Activations form = quantizers.get(layer.name());
      if (offsets.containsKey(layer.output()) || counting.contains(layer.output())) {
        shapes.remove(layer.output());
      } else if (form == null) {
        read(layer);
      } else {
        quantize(layer, form);
      }
    }
    network.outputs().forEach(this::write);
    return new Stated(
        network.with(layers, shapes, network.parameters().with(ones)),
        Map.copyOf(inputs),
        Map.copyOf(shifted));
  }

  /** A tensor that is quantized again as it is stays the same tensor. */
  private void quantize(Layer quantizer, Activations form) {
    shapes.remove(quantizer.output());
    QuantizerOffsets.Offset offset = offsets.get(quantizer.input());
    if (offset != null) {
      CodedTensor whole = new CodedTensor(offset.tensor(), form.withOffset(offset.value()));
      shifted.put(new CodedTensor(quantizer.input(), form), whole);
      quantized.put(quantizer.output(), whole);
      return;
    }
    QuantizerThresholds.Counted counted = thresholds.get(quantizer.input());
    if (counted != null) {
      CodedTensor whole =
          new CodedTensor(counted.tensor(), form.withThresholds(counted.thresholds()));
      shifted.put(new CodedTensor(quantizer.input(), form), whole);
      quantized.put(quantizer.output(), whole);
      return;
    }
    CodedTensor before = quantized.get(quantizer.input());
    quantized.put(
        quantizer.output(),
        before == null
            ? new CodedTensor(quantizer.input(), form)
            : before.form().equals(form) ? before : new CodedTensor(inFloat(before), form));
  }

  private Optional<CodedTensor> form(String tensor) {
    return Optional.ofNullable(quantized.get(tensor))
        .or(() -> Optional.ofNullable(kept.get(tensor)).map(f -> new CodedTensor(tensor, f)));
  }

  private void read(Layer layer) {
    List<CodedTensor> operands = layer.inputs().stream().flatMap(t -> form(t).stream()).toList();
    if (operands.isEmpty() || operands.size() < layer.inputs().size()) {
      List<String> read =
          layer.inputs().stream()
              .map(t -> Optional.ofNullable(quantized.get(t)).map(this::inFloat).orElse(t))
              .toList();
      layers.add(layer.rewired(read, layer.output()));
      return;
    }
    List<Activations> forms = operands.stream().map(CodedTensor::form).toList();
    inputs.put(layer.name(), forms);
    layers.add(layer.rewired(operands.stream().map(CodedTensor::tensor).toList(), layer.output()));
    KeptForm.behind(layer, forms).ifPresent(form -> kept.put(layer.output(), form));
  }

  private String inFloat(CodedTensor coded) {
    String known = dequantized.get(coded);
    if (known != null) {
      return known;
    }
    String name = fresh(coded.tensor() + ".dequantized");
    timesOne(coded, name, name);
    dequantized.put(coded, name);
    return name;
  }

  private void write(String output) {
    CodedTensor coded = quantized.get(output);
    if (coded != null) {
      timesOne(coded, fresh(output + ".dequantized"), output);
    }
  }

  private void timesOne(CodedTensor coded, String name, String output) {
    TensorShape one = TensorShape.of();
    layers.add(
        new Layer.ConstantArithmetic(
            name, coded.tensor(), output, Layer.ConstantOperation.MULTIPLY, one));
    ones.put(name + ".constant", new WeightTensor(one, new float[] {1}));
    shapes.put(output, network.shape(coded.tensor()));
    inputs.put(name, List.of(coded.form()));
  }

  private String fresh(String base) {
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "#" + n;
    }
    return name;
  }
}
