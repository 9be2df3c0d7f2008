package dev.twobit.onnx.operator;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operators on lines (N,C,L), read as planes of one row. */
final class Lines {
  private Lines() {}

  /** The same parser; an input of rank 3 it gets as (N,C,1,L), and the output back. */
  static OperatorParser orPlanes(OperatorParser parser) {
    return (node, context) -> {
      if (node.hasInput(0) && context.shape(node, 0).rank() == 3) {
        parse(node, context, parser);
      } else {
        parser.parse(node, context);
      }
    };
  }

  private static void parse(OnnxNode node, ImportContext context, OperatorParser parser) {
    TensorShape in = context.shape(node, 0);
    String plane = context.fresh(node.output() + ".in");
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, plane);
    if (context.isConstant(node, 1)) {
      Constant weight = context.requireConstant(node, 1, "the weight");
      if (weight.shape().rank() != 3) {
        throw node.error(
            "input " + in + " and weight " + weight.shape() + " differ in rank; expected 3 and 3");
      }
      inputs.set(1, context.fresh(node.output() + ".weight"));
      context.define(inputs.get(1), weight.reshaped(plane(weight.shape())));
    }
    var before = new Layered(node, context);
    before.reshape(context.tensor(node, 0), plane(in), plane, "planes");
    String out = context.fresh(node.output() + ".out");
    parser.parse(
        new OnnxNode(
            node.file(),
            node.name(),
            node.operator(),
            node.domain(),
            inputs,
            List.of(out),
            attributes(node)),
        context);
    TensorShape planes = context.shapeOf(out);
    before.reshape(
        out, TensorShape.of(planes.dim(0), planes.dim(1), planes.dim(3)), node.output(), "lines");
  }

  private record Layered(OnnxNode node, ImportContext context) {
    void reshape(String in, TensorShape shape, String out, String what) {
      context.add(
          node,
          new dev.twobit.network.Layer.Reshape(
              context.fresh(node.name() + "." + what), in, out, shape),
          shape);
    }
  }

  private static TensorShape plane(TensorShape line) {
    return TensorShape.of(line.dim(0), line.dim(1), 1, line.dim(2));
  }

  private static Map<String, AttributeProto> attributes(OnnxNode node) {
    Map<String, AttributeProto> attributes = new HashMap<>(node.attributes());
    widen(node, attributes, "kernel_shape", 1);
    widen(node, attributes, "strides", 1);
    widen(node, attributes, "dilations", 1);
    widen(node, attributes, "output_padding", 0);
    widen(node, attributes, "output_shape", 1);
    int[] pads = node.integers("pads", 0, 0);
    if (pads.length != 2) {
      throw node.error("pads: found " + pads.length + " values, expected 2");
    }
    attributes.put("pads", Attribute.of("pads", List.of(0, pads[0], 0, pads[1])).proto());
    return attributes;
  }

  private static void widen(
      OnnxNode node, Map<String, AttributeProto> attributes, String key, int first) {
    if (node.has(key)) {
      int[] values = node.integers(key);
      if (values.length != 1) {
        throw node.error(key + ": found " + values.length + " values, expected 1");
      }
      attributes.put(key, Attribute.of(key, List.of(first, values[0])).proto());
    }
  }
}
