package dev.twobit.onnx.write;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerCases;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Layers as ONNX nodes of opset 17. */
final class LayerWriter {
  private final Network network;
  private final GraphWriter graph;
  private final QuantizationWriter quantization;

  LayerWriter(Network network, GraphWriter graph, QuantizationWriter quantization) {
    this.network = network;
    this.graph = graph;
    this.quantization = quantization;
  }

  void write(Layer original) {
    Layer layer = quantization.quantizeInputs(original);
    layer.fold(new Nodes()).run();
  }

  /** What writes the nodes of each operator. */
  private final class Nodes implements LayerCases<Runnable> {
    @Override
    public Runnable convolution(Layer.Convolution c) {
      return () -> convolutionNode("Conv", c, c.window(), c.groups(), c.hasBias(), List.of());
    }

    @Override
    public Runnable transposedConvolution(Layer.TransposedConvolution c) {
      return () ->
          convolutionNode(
              "ConvTranspose", c, c.window(), c.groups(), c.hasBias(), outputPadding(c));
    }

    @Override
    public Runnable fullyConnected(Layer.FullyConnected f) {
      return () -> fullyConnectedNodes(f);
    }

    @Override
    public Runnable batchNormalization(Layer.BatchNormalization b) {
      return () -> normalization(b);
    }

    @Override
    public Runnable activation(Layer.Activation a) {
      return () -> activationNode(a);
    }

    @Override
    public Runnable parametricRelu(Layer.ParametricRelu p) {
      return () ->
          graph.node("PRelu", p.name(), List.of(p.input(), parameter(p, "slope")), p.output());
    }

    @Override
    public Runnable constantArithmetic(Layer.ConstantArithmetic a) {
      return () -> arithmetic(a);
    }

    @Override
    public Runnable add(Layer.Add a) {
      return () -> node(a.inputs().size() == 2 ? "Add" : "Sum", a);
    }

    @Override
    public Runnable multiply(Layer.Multiply m) {
      return () -> products(m);
    }

    @Override
    public Runnable concat(Layer.Concat c) {
      return () -> node("Concat", c, Attribute.of("axis", (long) c.axis()));
    }

    @Override
    public Runnable slice(Layer.Slice s) {
      return () -> sliceNode(s);
    }

    @Override
    public Runnable pad(Layer.Pad p) {
      return () -> padded(p);
    }

    @Override
    public Runnable reshape(Layer.Reshape r) {
      return () -> reshapeNode(r.name(), r.input(), r.output(), r.shape());
    }

    @Override
    public Runnable transpose(Layer.Transpose t) {
      return () -> node("Transpose", t, Attribute.of("perm", t.permutation()));
    }

    @Override
    public Runnable pooling(Layer.Pooling p) {
      return () -> poolingNode(p);
    }

    @Override
    public Runnable resize(Layer.Resize r) {
      return () -> new ResizeWriter(network, graph).write(r, shapeRead(r));
    }

    @Override
    public Runnable softmax(Layer.Softmax s) {
      return () -> softmaxNodes(s);
    }

    @Override
    public Runnable localResponseNormalization(Layer.LocalResponseNormalization n) {
      return () ->
          node(
              "LRN",
              n,
              Attribute.of("size", (long) n.size()),
              Attribute.of("alpha", n.alpha()),
              Attribute.of("beta", n.beta()),
              Attribute.of("bias", n.bias()));
    }

    @Override
    public Runnable unsupported(Layer.Unsupported u) {
      throw new IllegalArgumentException(
          network.name() + ": layer " + u.name() + " (" + u.operator() + ") has no ONNX form");
    }
  }

  private void normalization(Layer.BatchNormalization b) {
    graph.node(
        "BatchNormalization",
        b.name(),
        List.of(
            b.input(),
            parameter(b, "scale"),
            parameter(b, "shift"),
            parameter(b, "mean"),
            parameter(b, "variance")),
        b.output(),
        Attribute.of("epsilon", b.epsilon()));
  }

  private void padded(Layer.Pad p) {
    List<Integer> pads = new ArrayList<>(p.before());
    pads.addAll(p.after());
    graph.node(
        "Pad",
        p.name(),
        List.of(
            p.input(),
            graph.integers(p.name() + ".pads", pads),
            graph.scalar(p.name() + ".value", p.value())),
        p.output());
  }

  private void node(String operator, Layer layer, Attribute... attributes) {
    graph.node(operator, layer.name(), layer.inputs(), layer.output(), attributes);
  }

  private TensorShape shapeRead(Layer layer) {
    return network.shape(quantization.original(layer.input()));
  }

  private String parameter(Layer layer, String key) {
    String name = layer.name() + "." + key;
    return graph.floats(name, network.parameters().get(name));
  }

  private String weight(Layer layer) {
    return quantization.hasWeights(layer)
        ? quantization.weights(layer)
        : parameter(layer, "weight");
  }

  /** A convolution that reads its weights from {@code layer.name() + ".weight"}. */
  private void convolutionNode(
      String operator,
      Layer layer,
      Window window,
      int groups,
      boolean hasBias,
      List<Attribute> more) {
    List<String> inputs = new ArrayList<>(List.of(layer.input(), weight(layer)));
    if (hasBias) {
      inputs.add(parameter(layer, "bias"));
    }
    List<Attribute> attributes = new ArrayList<>(convolutionAttributes(window, groups));
    attributes.addAll(more);
    graph.node(
        operator, layer.name(), inputs, layer.output(), attributes.toArray(Attribute[]::new));
  }

  /** Rows and columns beyond those that the windows reach without padding at the end. */
  private List<Attribute> outputPadding(Layer.TransposedConvolution c) {
    TensorShape in = shapeRead(c);
    TensorShape out = network.shape(c.output());
    Window w = c.window();
    int rows = (in.height() - 1) * w.strideHeight() + w.spanHeight() - w.padTop() - w.padBottom();
    int columns = (in.width() - 1) * w.strideWidth() + w.spanWidth() - w.padLeft() - w.padRight();
    return rows == out.height() && columns == out.width()
        ? List.of()
        : List.of(
            Attribute.of("output_padding", List.of(out.height() - rows, out.width() - columns)));
  }

  static List<Attribute> convolutionAttributes(Window window, int groups) {
    List<Attribute> attributes = new ArrayList<>(windowAttributes(window));
    attributes.add(
        Attribute.of("dilations", List.of(window.dilationHeight(), window.dilationWidth())));
    attributes.add(Attribute.of("group", (long) groups));
    return attributes;
  }

  private static List<Attribute> windowAttributes(Window w) {
    return List.of(
        Attribute.of("kernel_shape", List.of(w.kernelHeight(), w.kernelWidth())),
        Attribute.of("strides", List.of(w.strideHeight(), w.strideWidth())),
        Attribute.of("pads", List.of(w.padTop(), w.padLeft(), w.padBottom(), w.padRight())));
  }

  private void fullyConnectedNodes(Layer.FullyConnected f) {
    if (network.shape(f.output()).rank() == 2) {
      List<String> inputs = new ArrayList<>(List.of(f.input(), weight(f)));
      if (f.hasBias()) {
        inputs.add(parameter(f, "bias"));
      }
      graph.node("Gemm", f.name(), inputs, f.output(), Attribute.of("transB", 1L));
      return;
    }
    String columns = columnsOf(f);
    String product = f.hasBias() ? f.output() + ".product" : f.output();
    graph.node("MatMul", f.name(), List.of(f.input(), columns), product);
    if (f.hasBias()) {
      graph.node("Add", f.name() + ".add", List.of(product, parameter(f, "bias")), f.output());
    }
  }

  private String columnsOf(Layer.FullyConnected f) {
    if (!quantization.hasWeights(f)) {
      return graph.floats(f.name() + ".weight", columns(f));
    }
    String columns = f.name() + ".weight.columns";
    graph.node(
        "Transpose",
        columns,
        List.of(quantization.weights(f)),
        columns,
        Attribute.of("perm", List.of(1, 0)));
    return columns;
  }

  /** Weights (G,F) as (F,G). */
  private WeightTensor columns(Layer.FullyConnected f) {
    float[] rows = network.parameters().get(f.name() + ".weight").values();
    float[] columns = new float[rows.length];
    for (int g = 0; g < f.outputFeatures(); g++) {
      for (int i = 0; i < f.inputFeatures(); i++) {
        columns[i * f.outputFeatures() + g] = rows[g * f.inputFeatures() + i];
      }
    }
    return new WeightTensor(TensorShape.of(f.inputFeatures(), f.outputFeatures()), columns);
  }

  private void activationNode(Layer.Activation a) {
    switch (a.function()) {
      case RELU -> node("Relu", a);
      case LEAKY_RELU -> node("LeakyRelu", a, Attribute.of("alpha", a.alpha()));
      case SIGMOID -> node("Sigmoid", a);
      case TANH -> node("Tanh", a);
      case HARD_SIGMOID ->
          node("HardSigmoid", a, Attribute.of("alpha", a.alpha()), Attribute.of("beta", a.beta()));
      case HARD_SWISH -> node("HardSwish", a);
      case ELU -> node("Elu", a, Attribute.of("alpha", a.alpha()));
      case SOFTPLUS -> node("Softplus", a);
      case ERF -> node("Erf", a);
      case CLIP ->
          graph.node(
              "Clip",
              a.name(),
              List.of(
                  a.input(),
                  graph.scalar(a.name() + ".min", a.alpha()),
                  graph.scalar(a.name() + ".max", a.beta())),
              a.output());
    }
  }

  private void poolingNode(Layer.Pooling p) {
    boolean max = p.reduction() == Layer.Reduction.MAX;
    if (p.global()) {
      node(max ? "GlobalMaxPool" : "GlobalAveragePool", p);
      return;
    }
    List<Attribute> attributes = new ArrayList<>(windowAttributes(p.window()));
    attributes.add(Attribute.of("ceil_mode", p.ceilMode() ? 1L : 0L));
    if (max) {
      attributes.add(
          Attribute.of(
              "dilations", List.of(p.window().dilationHeight(), p.window().dilationWidth())));
    } else {
      attributes.add(Attribute.of("count_include_pad", p.countIncludePad() ? 1L : 0L));
    }
    node(max ? "MaxPool" : "AveragePool", p, attributes.toArray(Attribute[]::new));
  }

  /** ONNX multiplies two at a time. */
  private void products(Layer.Multiply layer) {
    String product = layer.inputs().get(0);
    for (int i = 1; i < layer.inputs().size(); i++) {
      boolean last = i == layer.inputs().size() - 1;
      String output = last ? layer.output() : layer.output() + "." + i;
      graph.node(
          "Mul",
          last ? layer.name() : layer.name() + "." + i,
          List.of(product, layer.inputs().get(i)),
          output);
      product = output;
    }
  }

  private void arithmetic(Layer.ConstantArithmetic a) {
    String constant = parameter(a, "constant");
    List<String> tensorFirst = List.of(a.input(), constant);
    List<String> constantFirst = List.of(constant, a.input());
    switch (a.operation()) {
      case ADD -> graph.node("Add", a.name(), tensorFirst, a.output());
      case SUBTRACT -> graph.node("Sub", a.name(), tensorFirst, a.output());
      case SUBTRACT_FROM -> graph.node("Sub", a.name(), constantFirst, a.output());
      case MULTIPLY -> graph.node("Mul", a.name(), tensorFirst, a.output());
      case DIVIDE -> graph.node("Div", a.name(), tensorFirst, a.output());
      case DIVIDE_INTO -> graph.node("Div", a.name(), constantFirst, a.output());
      case POWER -> graph.node("Pow", a.name(), tensorFirst, a.output());
    }
  }

  /** Axes that are kept whole are left out, an open batch among them. */
  private void sliceNode(Layer.Slice s) {
    TensorShape in = shapeRead(s);
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      int step = s.steps().get(axis);
      if (step == 1 && s.starts().get(axis) == 0 && s.ends().get(axis) == in.dim(axis)) {
        continue;
      }
      starts.add(s.starts().get(axis));
      // An end of -1 before the first element would be read as the last one.
      ends.add(s.ends().get(axis) < 0 ? Integer.MIN_VALUE : s.ends().get(axis));
      axes.add(axis);
      steps.add(step);
    }
    String name = s.name();
    graph.node(
        "Slice",
        name,
        List.of(
            s.input(),
            graph.integers(name + ".starts", starts),
            graph.integers(name + ".ends", ends),
            graph.integers(name + ".axes", axes),
            graph.integers(name + ".steps", steps)),
        s.output());
  }

  /** A batch extent of 1 at the front of both shapes is written as "as before". */
  private void reshapeNode(String name, String input, String output, TensorShape shape) {
    List<Integer> target = new ArrayList<>(shape.dims());
    TensorShape in = network.shapes().getOrDefault(quantization.original(input), shape);
    if (!target.isEmpty() && in.rank() > 0 && target.get(0) == 1 && in.dim(0) == 1) {
      target.set(0, 0);
    }
    graph.node("Reshape", name, List.of(input, graph.integers(name + ".shape", target)), output);
  }

  /** Over all axes from one on: flattened, normalized, given its shape back. */
  private void softmaxNodes(Layer.Softmax s) {
    String operator = s.logarithm() ? "LogSoftmax" : "Softmax";
    TensorShape in = shapeRead(s);
    if (!s.flattened() || s.axis() == in.rank() - 1) {
      node(operator, s, Attribute.of("axis", (long) s.axis()));
      return;
    }
    String flat = s.output() + ".flat";
    graph.node(
        "Flatten",
        s.name() + ".flatten",
        List.of(s.input()),
        flat,
        Attribute.of("axis", (long) s.axis()));
    graph.node(operator, s.name(), List.of(flat), flat + ".softmax", Attribute.of("axis", 1L));
    reshapeNode(s.name() + ".reshape", flat + ".softmax", s.output(), in);
  }
}
