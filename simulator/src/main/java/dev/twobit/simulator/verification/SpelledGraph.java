package dev.twobit.simulator.verification;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network layer after layer; every method returns the tensor that it writes. */
final class SpelledGraph {
  private final String input;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();
  private final Map<String, WeightTensor> parameters = new HashMap<>();

  SpelledGraph(String input, TensorShape shape) {
    this.input = input;
    shapes.put(input, shape);
  }

  Network network(String name, String output) {
    return new Network(
        name, List.of(input), List.of(output), layers, shapes, Parameters.of(parameters), false);
  }

  TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }

  private String fresh() {
    return "l" + layers.size();
  }

  private String put(Layer layer, TensorShape shape) {
    layers.add(layer);
    shapes.put(layer.output(), shape);
    return layer.output();
  }

  String convolution(String in, Window window, int groups, WeightTensor weights) {
    String name = fresh();
    TensorShape shape = shape(in);
    int kernels = weights.shape().dim(0);
    parameters.put(name + ".weight", weights);
    return put(
        new Layer.Convolution(name, in, name, shape.channels(), kernels, window, groups, false),
        TensorShape.of(
            1, kernels, window.outputHeight(shape.height()), window.outputWidth(shape.width())));
  }

  String fullyConnected(String in, WeightTensor weights) {
    String name = fresh();
    parameters.put(name + ".weight", weights);
    int features = weights.shape().dim(0);
    return put(
        new Layer.FullyConnected(name, in, name, weights.shape().dim(1), features, false),
        TensorShape.of(1, features));
  }

  String pooling(String in, Layer.Reduction reduction, Window window, boolean countPadding) {
    String name = fresh();
    TensorShape shape = shape(in);
    return put(
        new Layer.Pooling(name, in, name, reduction, window, false, countPadding, false),
        TensorShape.of(
            1,
            shape.channels(),
            window.outputHeight(shape.height()),
            window.outputWidth(shape.width())));
  }

  /** Mean over the plane, in one row. */
  String mean(String in) {
    TensorShape shape = shape(in);
    String name = fresh();
    Window plane =
        new Window(
            new Extent(shape.height(), shape.width()),
            new Extent(1, 1),
            new Extent(1, 1),
            Padding.all(0));
    put(
        new Layer.Pooling(name, in, name, Layer.Reduction.AVERAGE, plane, false, false, true),
        TensorShape.of(1, shape.channels(), 1, 1));
    return reshaped(name, TensorShape.of(1, shape.channels()));
  }

  String reshaped(String in, TensorShape shape) {
    String name = fresh();
    return put(new Layer.Reshape(name, in, name, shape), shape);
  }

  String transposed(String in, List<Integer> permutation) {
    String name = fresh();
    return put(
        new Layer.Transpose(name, in, name, permutation),
        new TensorShape(permutation.stream().map(shape(in)::dim).toList()));
  }

  /** Rows and columns of one value. */
  String padded(String in, Padding p, double value) {
    String name = fresh();
    TensorShape shape = shape(in);
    return put(
        new Layer.Pad(
            name,
            in,
            name,
            List.of(0, 0, p.top(), p.left()),
            List.of(0, 0, p.bottom(), p.right()),
            value),
        TensorShape.of(
            1,
            shape.channels(),
            shape.height() + p.top() + p.bottom(),
            shape.width() + p.left() + p.right()));
  }

  String activation(String in, Function function, double alpha, double beta) {
    String name = fresh();
    return put(new Layer.Activation(name, in, name, function, alpha, beta), shape(in));
  }

  String activation(String in, Function function) {
    return activation(in, function, 0, 0);
  }

  String parametricRelu(String in, WeightTensor slope) {
    String name = fresh();
    parameters.put(name + ".slope", slope);
    return put(new Layer.ParametricRelu(name, in, name, slope.shape()), shape(in));
  }

  String normalized(String in, float[] scale, float[] shift, float[] mean, float[] variance) {
    String name = fresh();
    parameters.put(name + ".scale", WeightTensor.vector(scale));
    parameters.put(name + ".shift", WeightTensor.vector(shift));
    parameters.put(name + ".mean", WeightTensor.vector(mean));
    parameters.put(name + ".variance", WeightTensor.vector(variance));
    return put(new Layer.BatchNormalization(name, in, name, scale.length, 0), shape(in));
  }

  String arithmetic(String in, ConstantOperation operation, double constant) {
    return arithmetic(
        in, operation, new WeightTensor(TensorShape.of(), new float[] {(float) constant}));
  }

  String arithmetic(String in, ConstantOperation operation, WeightTensor constant) {
    String name = fresh();
    parameters.put(name + ".constant", constant);
    return put(
        new Layer.ConstantArithmetic(name, in, name, operation, constant.shape()), shape(in));
  }

  String sum(String a, String b) {
    String name = fresh();
    return put(new Layer.Add(name, List.of(a, b), name), shape(a));
  }

  String product(String a, String b) {
    String name = fresh();
    return put(new Layer.Multiply(name, List.of(a, b), name), shape(a));
  }
}
