package dev.twobit.reference;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a network in plain Java floats, layer after layer: what the importer means by a file, and
 * what the training backend is compared with. Deterministic for any number of threads.
 */
public final class ReferenceExecutor {
  private ReferenceExecutor() {}

  /**
   * The first output for one input of the network's own input shape.
   *
   * @param input row-major elements
   */
  public static float[] run(Network network, float[] input) {
    Map<String, WeightTensor> tensors = start(network, input);
    Map<String, Integer> readers = new HashMap<>();
    network.layers().forEach(l -> l.inputs().forEach(t -> readers.merge(t, 1, Integer::sum)));
    network.outputs().forEach(t -> readers.merge(t, 1, Integer::sum));
    for (Layer layer : network.layers()) {
      tensors.put(layer.output(), apply(network, layer, tensors));
      for (String read : layer.inputs()) {
        if (readers.merge(read, -1, Integer::sum) == 0) {
          tensors.remove(read);
        }
      }
    }
    return get(tensors, network.outputs().get(0)).values();
  }

  /** Every tensor of the network for one input. */
  public static Map<String, WeightTensor> runAll(Network network, float[] input) {
    Map<String, WeightTensor> tensors = start(network, input);
    for (Layer layer : network.layers()) {
      tensors.put(layer.output(), apply(network, layer, tensors));
    }
    return tensors;
  }

  private static Map<String, WeightTensor> start(Network network, float[] input) {
    SupportCheck.requireSupported(network);
    if (network.inputs().size() != 1) {
      throw new InvalidInputException(
          network.name() + ": found inputs " + network.inputs() + ", expected one image input");
    }
    String name = network.inputs().get(0);
    Map<String, WeightTensor> tensors = new HashMap<>();
    tensors.put(name, new WeightTensor(network.shape(name), input));
    return tensors;
  }

  /** One layer on the tensors it reads. */
  public static WeightTensor apply(
      Network network, Layer layer, Map<String, WeightTensor> tensors) {
    List<WeightTensor> inputs = new ArrayList<>();
    layer.inputs().forEach(t -> inputs.add(get(tensors, t)));
    return apply(layer, inputs, network.parameters(), network.shape(layer.output()));
  }

  /** One layer on given inputs and weights; {@code out} is its output shape. */
  public static WeightTensor apply(
      Layer layer, List<WeightTensor> inputs, Parameters parameters, TensorShape out) {
    return layer.fold(new Kernels(inputs, parameters, out));
  }

  private static WeightTensor get(Map<String, WeightTensor> tensors, String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("tensor " + name + " has not been computed");
    }
    return tensor;
  }

  /** An activation at one point, in double precision. */
  public static double value(Layer.Activation activation, double x) {
    return ElementwiseKernel.value(activation, x);
  }
}
