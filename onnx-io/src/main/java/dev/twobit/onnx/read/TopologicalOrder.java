package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.operator.OnnxNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Nodes sorted so that a tensor is written before it is read; the file's order where possible. */
final class TopologicalOrder {
  private TopologicalOrder() {}

  static List<OnnxNode> of(String file, List<OnnxNode> nodes) {
    Map<String, Integer> writer = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty() && writer.put(output, i) != null) {
          throw nodes.get(i).error("tensor '" + QuotedText.name(output) + "' is written twice");
        }
      }
    }
    List<List<Integer>> readers = new ArrayList<>();
    int[] waiting = new int[nodes.size()];
    nodes.forEach(n -> readers.add(new ArrayList<>()));
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : nodes.get(i).inputs()) {
        Integer from = writer.get(input);
        if (from != null) {
          readers.get(from).add(i);
          waiting[i]++;
        }
      }
    }
    var ready = new PriorityQueue<Integer>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<OnnxNode> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int i = ready.remove();
      sorted.add(nodes.get(i));
      for (int reader : readers.get(i)) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] > 0) {
        throw new InvalidInputException(
            file
                + ": the graph has a cycle through node '"
                + QuotedText.name(nodes.get(i).name())
                + "'; expected none");
      }
    }
    return sorted;
  }
}
