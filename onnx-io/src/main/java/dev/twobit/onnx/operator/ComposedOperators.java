package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Activations that are one layer only in some cases, or always several. */
final class ComposedOperators {
  /** Selu's constants, ONNX's defaults. */
  private static final double SELU_ALPHA = 1.67326319217681884765625;

  private static final double SELU_GAMMA = 1.05070102214813232421875;

  /** Of x^3 in Gelu's approximation by tanh. */
  private static final double GELU_CUBIC = 0.044715;

  private ComposedOperators() {}

  static void addTo(Map<String, OperatorParser> table) {
    table.put("PRelu", ComposedOperators::parametricRelu);
    table.put(
        "Elu",
        (n, c) -> ElementwiseOperators.activation(n, c, Function.ELU, n.real("alpha", 1), 0));
    table.put("Softplus", (n, c) -> ElementwiseOperators.activation(n, c, Function.SOFTPLUS, 0, 0));
    table.put("Erf", (n, c) -> ElementwiseOperators.activation(n, c, Function.ERF, 0, 0));
    table.put("Selu", ComposedOperators::selu);
    table.put("Mish", ComposedOperators::mish);
    table.put("Swish", ComposedOperators::swish);
    table.put("Gelu", ComposedOperators::gelu);
    table.put("Neg", (n, c) -> with(n, c, ConstantOperation.MULTIPLY, -1));
    table.put("Sqrt", (n, c) -> with(n, c, ConstantOperation.POWER, 0.5));
    table.put("Reciprocal", (n, c) -> with(n, c, ConstantOperation.DIVIDE_INTO, 1));
    table.put("Max", (n, c) -> bound(n, c, true));
    table.put("Min", (n, c) -> bound(n, c, false));
    table.put("Mean", ComposedOperators::mean);
  }

  /** One slope for all, given once or for each channel, is a LeakyRelu. */
  private static void parametricRelu(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    Constant slope = context.requireConstant(node, 1, "the slope");
    if (!ElementwiseOperators.broadcast(node, in, slope.shape()).equals(in)) {
      throw node.error("slope: found shape " + slope.shape() + " for an input " + in);
    }
    if (isOneNumber(slope)) {
      ElementwiseOperators.activation(node, context, Function.LEAKY_RELU, slope.at(0), 0);
      return;
    }
    context.add(
        node,
        new Layer.ParametricRelu(
            node.name(), context.tensor(node, 0), node.output(), slope.shape()),
        in);
    context.parameter(node.name() + ".slope", slope);
  }

  private static boolean isOneNumber(Constant constant) {
    return constant.hasValues()
        && constant.size() > 0
        && IntStream.range(1, constant.size()).allMatch(i -> constant.at(i) == constant.at(0));
  }

  private static void selu(OnnxNode node, ImportContext context) {
    var lower = new Lowering(node, context);
    String elu =
        lower.activation(
            context.tensor(node, 0),
            Function.ELU,
            node.real("alpha", SELU_ALPHA),
            0,
            lower.between("elu"));
    lower.arithmetic(
        elu, ConstantOperation.MULTIPLY, node.real("gamma", SELU_GAMMA), node.output());
  }

  /** x tanh(ln(1 + e^x)). */
  private static void mish(OnnxNode node, ImportContext context) {
    var lower = new Lowering(node, context);
    String x = context.tensor(node, 0);
    String soft = lower.activation(x, Function.SOFTPLUS, 0, 0, lower.between("softplus"));
    String tanh = lower.activation(soft, Function.TANH, 0, 0, lower.between("tanh"));
    lower.multiply(List.of(x, tanh), context.shapeOf(x), node.output());
  }

  /** x sigmoid(alpha x). */
  private static void swish(OnnxNode node, ImportContext context) {
    var lower = new Lowering(node, context);
    String x = context.tensor(node, 0);
    double alpha = node.real("alpha", 1);
    String scaled =
        alpha == 1
            ? x
            : lower.arithmetic(x, ConstantOperation.MULTIPLY, alpha, lower.between("scaled"));
    String gate = lower.activation(scaled, Function.SIGMOID, 0, 0, lower.between("sigmoid"));
    lower.multiply(List.of(x, gate), context.shapeOf(x), node.output());
  }

  /** x/2 (1 + erf(x / sqrt 2)), or x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
  private static void gelu(OnnxNode node, ImportContext context) {
    String form = node.text("approximate", "none");
    if (!List.of("none", "tanh").contains(form)) {
      throw new UnsupportedOperatorException(
          "approximate '" + QuotedText.name(form) + "' is not supported; expected none or tanh");
    }
    var lower = new Lowering(node, context);
    String x = context.tensor(node, 0);
    String gate = form.equals("tanh") ? tanhGate(lower, x, context) : erfGate(lower, x);
    String one = lower.arithmetic(gate, ConstantOperation.ADD, 1, lower.between("one"));
    String half = lower.arithmetic(one, ConstantOperation.MULTIPLY, 0.5, lower.between("half"));
    lower.multiply(List.of(x, half), context.shapeOf(x), node.output());
  }

  private static String erfGate(Lowering lower, String x) {
    String scaled =
        lower.arithmetic(x, ConstantOperation.MULTIPLY, Math.sqrt(0.5), lower.between("scaled"));
    return lower.activation(scaled, Function.ERF, 0, 0, lower.between("erf"));
  }

  private static String tanhGate(Lowering lower, String x, ImportContext context) {
    String cube = lower.arithmetic(x, ConstantOperation.POWER, 3, lower.between("cube"));
    String small =
        lower.arithmetic(cube, ConstantOperation.MULTIPLY, GELU_CUBIC, lower.between("small"));
    String sum = lower.add(List.of(x, small), context.shapeOf(x), lower.between("sum"));
    String scaled =
        lower.arithmetic(
            sum, ConstantOperation.MULTIPLY, Math.sqrt(2 / Math.PI), lower.between("scaled"));
    return lower.activation(scaled, Function.TANH, 0, 0, lower.between("tanh"));
  }

  private static void with(
      OnnxNode node, ImportContext context, ConstantOperation operation, double number) {
    new Lowering(node, context)
        .arithmetic(context.tensor(node, 0), operation, number, node.output());
  }

  /** The greater (or smaller) of a tensor and one number: a Clip with one end. */
  private static void bound(OnnxNode node, ImportContext context, boolean greater) {
    List<String> computed = new ArrayList<>();
    double bound = greater ? -Float.MAX_VALUE : Float.MAX_VALUE;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!context.isConstant(node, i)) {
        computed.add(context.tensor(node, i));
        continue;
      }
      Constant constant = context.requireValues(node, i, "the bound");
      if (constant.size() != 1) {
        throw new UnsupportedOperatorException(
            "a bound of shape " + constant.shape() + " is not supported; expected one value");
      }
      bound = greater ? Math.max(bound, constant.at(0)) : Math.min(bound, constant.at(0));
    }
    if (computed.size() != 1) {
      throw new UnsupportedOperatorException("of " + computed.size() + " computed tensors");
    }
    new Lowering(node, context)
        .activation(
            computed.get(0),
            Function.CLIP,
            greater ? bound : -Float.MAX_VALUE,
            greater ? Float.MAX_VALUE : bound,
            node.output());
  }

  private static void mean(OnnxNode node, ImportContext context) {
    List<String> tensors = new ArrayList<>();
    TensorShape shape = context.shape(node, 0);
    for (int i = 0; i < node.inputs().size(); i++) {
      tensors.add(context.tensor(node, i));
      shape = ElementwiseOperators.broadcast(node, shape, context.shape(node, i));
    }
    if (tensors.size() == 1) {
      context.alias(node);
      return;
    }
    var lower = new Lowering(node, context);
    String sum = lower.add(tensors, shape, lower.between("sum"));
    lower.arithmetic(sum, ConstantOperation.MULTIPLY, 1.0 / tensors.size(), node.output());
  }
}
