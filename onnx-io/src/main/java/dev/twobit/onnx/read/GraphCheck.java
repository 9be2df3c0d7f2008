package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.FunctionProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** What a graph must keep to whatever its operators are: names defined, and defined once. */
final class GraphCheck {
  /** Ten times the largest networks; the analyses behind the import are not all linear. */
  private static final int MOST_NODES = 20_000;

  private final Path file;
  private final Set<String> given = new HashSet<>();
  private final Set<String> defined = new HashSet<>();

  private GraphCheck(Path file) {
    this.file = file;
  }

  static void check(Path file, ModelProto model) {
    GraphCheck check = new GraphCheck(file);
    check.check(model.getGraph());
    for (FunctionProto function : model.getFunctionsList()) {
      if (function.getDomain().isEmpty() || function.getDomain().equals("ai.onnx")) {
        throw check.error(
            "function '"
                + QuotedText.name(function.getName())
                + "' is of the standard domain; expected one of its own");
      }
    }
  }

  private void check(GraphProto graph) {
    if (graph.getNodeCount() > MOST_NODES) {
      throw error("found " + graph.getNodeCount() + " nodes, expected at most " + MOST_NODES);
    }
    Set<String> inputs = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!inputs.add(requireName("input", input.getName()))) {
        throw error("input '" + QuotedText.name(input.getName()) + "' is declared twice");
      }
    }
    Set<String> weights = new HashSet<>();
    for (TensorProto weight : graph.getInitializerList()) {
      if (!weights.add(requireName("initializer", weight.getName()))) {
        throw error("initializer '" + QuotedText.name(weight.getName()) + "' is given twice");
      }
    }
    graph.getOutputList().forEach(o -> requireName("output", o.getName()));
    graph.getSparseInitializerList().forEach(s -> weights.add(s.getValues().getName()));
    given.addAll(inputs);
    given.addAll(weights);
    defined.addAll(given);
    graph.getNodeList().forEach(this::define);
    graph.getNodeList().forEach(this::read);
  }

  private void define(NodeProto node) {
    if (node.getOpType().isEmpty()) {
      throw error(node, "names no operator");
    }
    for (String output : node.getOutputList()) {
      if (given.contains(output)) {
        throw error(node, "writes '" + QuotedText.name(output) + "', an input or weight");
      }
      if (!output.isEmpty() && !defined.add(output)) {
        throw error(node, "tensor '" + QuotedText.name(output) + "' is written twice");
      }
    }
  }

  private void read(NodeProto node) {
    for (String input : node.getInputList()) {
      if (!input.isEmpty() && !defined.contains(input)) {
        throw error(
            node,
            "input '"
                + QuotedText.name(input)
                + "' is written by no node before it and is no input");
      }
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!attribute.getRefAttrName().isEmpty()) {
        throw error(
            node,
            QuotedText.name(attribute.getName())
                + ": refers to an attribute of a function, expected a value");
      }
    }
  }

  private String requireName(String what, String name) {
    if (name.isEmpty()) {
      throw error("an " + what + " of the graph has no name");
    }
    return name;
  }

  private InvalidInputException error(NodeProto node, String problem) {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return error(
        "node '"
            + QuotedText.name(name)
            + "' ("
            + QuotedText.name(node.getOpType())
            + "): "
            + problem);
  }

  private InvalidInputException error(String problem) {
    return new InvalidInputException(file.getFileName() + ": " + problem);
  }
}
