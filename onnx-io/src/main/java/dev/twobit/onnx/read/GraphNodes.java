package dev.twobit.onnx.read;

import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of a graph, each with a name of its own. */
final class GraphNodes {
  private GraphNodes() {}

  /** In an order in which tensors are written before they are read; an error if there is none. */
  static List<OnnxNode> sorted(String file, GraphProto graph) {
    return TopologicalOrder.of(file, named(file, graph));
  }

  private static List<OnnxNode> named(String file, GraphProto graph) {
    List<OnnxNode> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Map<String, Integer> repeated = new HashMap<>();
    int index = 0;
    for (NodeProto proto : graph.getNodeList()) {
      String base = proto.getName();
      if (base.isEmpty()) {
        base =
            proto.getOpType()
                + "_"
                + (proto.getOutputCount() > 0 ? proto.getOutput(0) : String.valueOf(index));
      }
      String unique = base;
      while (!names.add(unique)) {
        unique = base + "#" + (1 + repeated.merge(base, 1, Integer::sum));
      }
      nodes.add(OnnxNode.of(file, unique, proto));
      index++;
    }
    return nodes;
  }
}
