package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known while a graph is read: constants, shapes, and the layers so far. */
public final class ImportContext {
  private static final long LARGEST_TENSOR = 1L << 31;

  private final int opset;
  private final Map<String, Constant> constants;
  private final Map<String, TensorShape> declared;
  private final Map<String, TensorShape> shapes = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, WeightTensor> parameters = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  public ImportContext(
      int opset, Map<String, Constant> constants, Map<String, TensorShape> declared) {
    this.opset = opset;
    this.constants = new HashMap<>(constants);
    this.declared = declared;
  }

  int opset() {
    return opset;
  }

  /** The tensor that {@code name} stands for, past operators that change nothing. */
  public String resolve(String name) {
    return aliases.getOrDefault(name, name);
  }

  void alias(OnnxNode node) {
    String source = resolve(node.input(0));
    Constant constant = constants.get(source);
    if (constant != null) {
      constants.put(node.output(), constant);
    } else {
      aliases.put(node.output(), source);
    }
  }

  public Optional<Constant> constant(String name) {
    return Optional.ofNullable(constants.get(resolve(name)));
  }

  public boolean isConstant(OnnxNode node, int input) {
    return node.hasInput(input) && constant(node.input(input)).isPresent();
  }

  /** Input {@code index} as a constant; an error if it is computed at run time. */
  Constant requireConstant(OnnxNode node, int index, String what) {
    return constant(node.input(index))
        .orElseThrow(
            () ->
                new UnsupportedOperatorException(
                    what + " is computed at run time, expected a constant"));
  }

  /** A constant with values, such as a shape or an axis list. */
  Constant requireValues(OnnxNode node, int index, String what) {
    Constant constant = requireConstant(node, index, what);
    if (!constant.hasValues()) {
      throw node.error(what + ": the file does not hold its values");
    }
    return constant;
  }

  public void define(String tensor, Constant constant) {
    constants.put(tensor, constant);
  }

  public void defineInput(String tensor, TensorShape shape) {
    shapes.put(tensor, shape);
  }

  /** Shape of computed input {@code index}. */
  public TensorShape shape(OnnxNode node, int index) {
    String tensor = resolve(node.input(index));
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      Constant constant = constants.get(tensor);
      if (constant != null) {
        return constant.shape();
      }
      throw node.error(
          "input '"
              + QuotedText.name(tensor)
              + "' is written by no node before it and is no input");
    }
    return shape;
  }

  /** Shape of the first input, which has to be (N,C,H,W). */
  TensorShape planes(OnnxNode node) {
    TensorShape in = shape(node, 0);
    if (in.rank() != 4) {
      throw new UnsupportedOperatorException(
          "input of rank " + in.rank() + " is not supported; expected (N,C,H,W)");
    }
    return in;
  }

  /** Input {@code index} as the name of a computed tensor. */
  public String tensor(OnnxNode node, int index) {
    shape(node, index);
    String tensor = resolve(node.input(index));
    if (constants.containsKey(tensor)) {
      throw new UnsupportedOperatorException("operand " + index + " is a constant");
    }
    return tensor;
  }

  public Optional<TensorShape> declaredShape(String tensor) {
    return Optional.ofNullable(declared.get(tensor));
  }

  public void add(OnnxNode node, Layer layer, TensorShape outputShape) {
    long elements;
    try {
      elements = outputShape.elementCount();
    } catch (ArithmeticException e) {
      elements = Long.MAX_VALUE;
    }
    if (elements >= LARGEST_TENSOR || elements == 0) {
      throw node.error(
          "output shape " + outputShape + " has " + elements + " elements, expected 1 to 2^31-1");
    }
    layers.add(layer);
    shapes.put(layer.output(), outputShape);
  }

  /** Names of nodes and tensors that the file uses. */
  public void take(Collection<String> names) {
    taken.addAll(names);
  }

  /** {@code base}, or with a number behind it if something in the file has that name. */
  String fresh(String base) {
    String name = base;
    for (int n = 2; !taken.add(name); n++) {
      name = base + "#" + n;
    }
    return name;
  }

  /** Shape of a tensor that a layer writes. */
  TensorShape shapeOf(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalStateException("tensor " + tensor + " has no shape");
    }
    return shape;
  }

  /**
   * So many layers and parameters; names cannot tell whose a parameter is: "a.b" may be a layer.
   */
  public record Mark(int layers, int parameters) {}

  public Mark mark() {
    return new Mark(layers.size(), parameters.size());
  }

  /** Takes back the layers since then, and their weights. */
  public void rollBack(Mark mark) {
    List<Layer> back = layers.subList(mark.layers(), layers.size());
    back.forEach(layer -> shapes.remove(layer.output()));
    back.clear();
    List<String> keys = List.copyOf(parameters.keySet());
    keys.subList(mark.parameters(), keys.size()).forEach(parameters::remove);
  }

  /** Records weights of a layer; a constant without values leaves the key out. */
  void parameter(String key, Constant constant) {
    constant.weights().ifPresent(w -> parameters.put(key, w));
  }

  void parameter(String key, WeightTensor weights) {
    parameters.put(key, weights);
  }

  public List<Layer> layers() {
    return layers;
  }

  public Map<String, TensorShape> shapes() {
    return shapes;
  }

  public Map<String, WeightTensor> parameters() {
    return parameters;
  }
}
