package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.KeptForm;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is moved in one form and read in another (operands of a Concat with other steps than its
 * result) is converted by a step of its own, a product with one: a movement does not change codes.
 * In front of the movement where its result is read in one form, behind it where it is read in
 * several.
 *
 * @param quantization of the network with those steps
 */
record RequantizedMovements(Network network, NetworkQuantization quantization) {

  static RequantizedMovements of(Network network, NetworkQuantization quantization) {
    return new Rewriting(network, quantization).run();
  }

  private static final class Rewriting {
    private final Network network;
    private final NetworkQuantization quantization;
    private final TensorForms forms;
    private final Map<String, List<Activations>> inputs;
    private final Map<String, Activations> moved = new HashMap<>();
    private final Map<CodedTensor, String> converted = new HashMap<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, TensorShape> shapes;
    private final Map<String, WeightTensor> ones = new HashMap<>();
    private final Set<String> names;

    Rewriting(Network network, NetworkQuantization quantization) {
      this.network = network;
      this.quantization = quantization;
      this.forms = TensorForms.of(network, quantization);
      this.inputs = new HashMap<>(quantization.inputs());
      this.shapes = new HashMap<>(network.shapes());
      this.names = new HashSet<>(network.shapes().keySet());
      network.layers().forEach(l -> names.add(l.name()));
    }

    RequantizedMovements run() {
      network.layers().forEach(this::rewrite);
      return converted.isEmpty()
          ? new RequantizedMovements(network, quantization)
          : new RequantizedMovements(
              network.with(layers, shapes, network.parameters().with(ones)),
              new NetworkQuantization(quantization.weights(), inputs));
    }

    private void rewrite(Layer layer) {
      List<Activations> own = quantization.inputs().getOrDefault(layer.name(), List.of());
      List<Activations> read = forms.of(layer.output());
      boolean moves = !own.isEmpty() && layer.keepsValues() && layer.asPooling().isEmpty();
      boolean one = moves && read.size() == 1;
      List<String> tensors = new ArrayList<>();
      List<Activations> used = new ArrayList<>();
      for (int i = 0; i < layer.inputs().size(); i++) {
        String tensor = layer.inputs().get(i);
        if (own.isEmpty()) {
          tensors.add(tensor);
          continue;
        }
        String source = behindMovement(tensor, own.get(i));
        boolean other = one && !own.get(i).equals(read.get(0));
        tensors.add(other ? converted(source, own.get(i)) : source);
        used.add(other ? read.get(0) : own.get(i));
      }
      if (!used.equals(own)) {
        inputs.put(layer.name(), used);
      }
      layers.add(layer.rewired(tensors, layer.output()));
      if (moves) {
        KeptForm.behind(layer, used).ifPresent(form -> moved.put(layer.output(), form));
      }
    }

    private String behindMovement(String tensor, Activations wanted) {
      Activations form = moved.get(tensor);
      return form == null || form.equals(wanted) ? tensor : converted(tensor, form);
    }

    private String converted(String tensor, Activations form) {
      return converted.computeIfAbsent(new CodedTensor(tensor, form), this::convert);
    }

    private String convert(CodedTensor from) {
      String name = from.tensor() + ".converted";
      for (int n = 2; !names.add(name); n++) {
        name = from.tensor() + ".converted" + n;
      }
      TensorShape one = TensorShape.of();
      layers.add(
          new Layer.ConstantArithmetic(
              name, from.tensor(), name, Layer.ConstantOperation.MULTIPLY, one));
      shapes.put(name, network.shape(from.tensor()));
      ones.put(name + ".constant", new WeightTensor(one, new float[] {1}));
      inputs.put(name, List.of(from.form()));
      return name;
    }
  }
}
