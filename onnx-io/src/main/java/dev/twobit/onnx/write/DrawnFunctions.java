package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.List;
import java.util.Random;

/** Functions of single values in a drawn network. */
final class DrawnFunctions {
  private static final List<String> FUNCTIONS =
      List.of(
          "Relu",
          "Sigmoid",
          "Tanh",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Softplus",
          "Erf",
          "Neg",
          "PRelu",
          "Clip",
          "Max",
          "Min",
          "Pow",
          "SiLU",
          "Reciprocal",
          "Sqrt");

  private final Random random;
  private final DrawnGraph graph;

  DrawnFunctions(Random random, DrawnGraph graph) {
    this.random = random;
    this.graph = graph;
  }

  /** The tensor of its values. */
  String draw(CodedValue x) {
    String function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    String name = graph.name("constant");
    String in = x.tensor();
    return switch (function) {
      case "LeakyRelu" -> graph.node(function, List.of(in), Attribute.of("alpha", 0.15));
      case "PRelu" ->
          graph.node(
              function,
              List.of(in, graph.positive(name, TensorShape.of(x.shape().channels(), 1, 1))));
      case "Clip" ->
          graph.node(
              function,
              List.of(in, graph.scalar(name + ".least", -0.7), graph.scalar(name + ".most", 1.1)));
      case "Max", "Min" -> graph.node(function, List.of(in, graph.scalar(name, 0.3)));
      case "Pow" -> graph.node(function, List.of(in, graph.scalar(name, 2)));
      case "SiLU" -> graph.node("Mul", List.of(in, graph.node("Sigmoid", List.of(in))));
      case "Reciprocal" -> graph.node(function, List.of(graph.node("Sigmoid", List.of(in))));
      case "Sqrt" -> graph.node(function, List.of(graph.node("Sigmoid", List.of(in))));
      default -> graph.node(function, List.of(in));
    };
  }
}
