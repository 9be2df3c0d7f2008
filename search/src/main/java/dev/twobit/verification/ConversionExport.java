package dev.twobit.verification;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.write.OperatorGraph;
import dev.twobit.onnx.write.OperatorGraph.ElementType;
import dev.twobit.simulator.workload.OutputConversion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Integers (1,K,P,Q) to codes (1,K,P,Q), both of 64 bits, by comparing and counting. */
final class ConversionExport {
  private final OperatorGraph graph;
  private final int channels;

  ConversionExport(OperatorGraph graph, int channels) {
    this.graph = graph;
    this.channels = channels;
  }

  /** The tensor of codes, named {@code name}; inner tensors have names that begin with it. */
  String codes(OutputConversion conversion, String value, String name) {
    if (conversion instanceof OutputConversion.Thresholds t) {
      return counted(t, value, name);
    }
    if (conversion instanceof OutputConversion.Requantize r) {
      return requantized(r, value, name);
    }
    if (conversion instanceof OutputConversion.Steps s) {
      return stepped(s, value, name);
    }
    return graph.node("Identity", List.of(value), name);
  }

  private String counted(OutputConversion.Thresholds t, String value, String name) {
    int count = t.thresholds()[0].length;
    long[] all = new long[channels * count];
    for (int k = 0; k < channels; k++) {
      System.arraycopy(t.thresholds()[k], 0, all, k * count, count);
    }
    String axis = graph.longs(name + ".axis", TensorShape.of(1), 2);
    String value5 = graph.node("Unsqueeze", List.of(value, axis), name + ".value");
    String thresholds =
        graph.longs(name + ".thresholds", TensorShape.of(1, channels, count, 1, 1), all);
    String falling =
        graph.booleans(name + ".falling", TensorShape.of(1, channels, 1, 1, 1), t.falling());
    List<String> pair = List.of(value5, thresholds);
    String above = number(graph.node("GreaterOrEqual", pair, name + ".above"));
    String below = number(graph.node("LessOrEqual", pair, name + ".below"));
    String reached = graph.node("Where", List.of(falling, below, above), name + ".reached");
    return graph.node("ReduceSum", List.of(reached, axis), name, Map.of("keepdims", 0L));
  }

  /** The first code, and what each bound that is reached changes of it. */
  private String stepped(OutputConversion.Steps s, String value, String name) {
    int count = Math.max(1, Stream.of(s.bounds()).mapToInt(row -> row.length).max().orElse(0));
    long[] bounds = new long[channels * count];
    long[] changes = new long[channels * count];
    long[] first = new long[channels];
    for (int k = 0; k < channels; k++) {
      first[k] = s.codes()[k][0];
      for (int i = 0; i < s.bounds()[k].length; i++) {
        bounds[k * count + i] = s.bounds()[k][i];
        changes[k * count + i] = s.codes()[k][i + 1] - s.codes()[k][i];
      }
    }
    TensorShape rows = TensorShape.of(1, channels, count, 1, 1);
    String axis = graph.longs(name + ".axis", TensorShape.of(1), 2);
    String value5 = graph.node("Unsqueeze", List.of(value, axis), name + ".value");
    List<String> pair = List.of(value5, graph.longs(name + ".bounds", rows, bounds));
    String reached = number(graph.node("GreaterOrEqual", pair, name + ".reached"));
    String changed =
        graph.node(
            "Mul",
            List.of(reached, graph.longs(name + ".changes", rows, changes)),
            name + ".changed");
    String sum =
        graph.node("ReduceSum", List.of(changed, axis), name + ".sum", Map.of("keepdims", 0L));
    String from = graph.longs(name + ".first", TensorShape.of(1, channels, 1, 1), first);
    return graph.node("Add", List.of(sum, from), name);
  }

  private String number(String truth) {
    return graph.cast(truth, truth + ".number", ElementType.INT64);
  }

  /**
   * Division of integers cuts towards zero and a shift rounds down: they differ below zero only,
   * where the code is 0 either way.
   */
  private String requantized(OutputConversion.Requantize r, String value, String name) {
    TensorShape perChannel = TensorShape.of(1, channels, 1, 1);
    TensorShape scalar = TensorShape.of();
    long[] divisors = new long[channels];
    Arrays.setAll(divisors, k -> 1L << r.shifts()[k]);
    String multipliers = graph.longs(name + ".multipliers", perChannel, r.multipliers());
    String offsets = graph.longs(name + ".offsets", perChannel, r.offsets());
    String divisor = graph.longs(name + ".divisor", perChannel, divisors);
    String least = graph.longs(name + ".least", scalar, r.least());
    String most = graph.longs(name + ".most", scalar, r.most());
    String product = graph.node("Mul", List.of(value, multipliers), name + ".product");
    String shifted = graph.node("Add", List.of(product, offsets), name + ".shifted");
    String quotient = graph.node("Div", List.of(shifted, divisor), name + ".quotient");
    String positive = graph.node("Max", List.of(quotient, least), name + ".positive");
    return graph.node("Min", List.of(positive, most), name);
  }
}
