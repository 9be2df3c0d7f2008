package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.StringStringEntryProto;
import dev.twobit.onnx.proto.TensorProto;
import java.util.Map;
import java.util.Optional;

/**
 * External data that is not there: a file all of whose weights are elsewhere is a workload of
 * shapes alone; one that has some of them has lost the others.
 */
final class MissingData {
  private MissingData() {}

  static void refusePart(String file, GraphProto graph, Map<String, Constant> constants) {
    Optional<TensorProto> missing =
        graph.getInitializerList().stream()
            .filter(t -> constants.get(t.getName()) instanceof Constant.Missing)
            .findFirst();
    boolean present =
        constants.values().stream()
            .anyMatch(c -> !c.integral() && c.hasValues() && c.shape().rank() > 1);
    if (missing.isPresent() && present) {
      throw new InvalidInputException(
          file
              + ": tensor '"
              + QuotedText.name(missing.get().getName())
              + "': external data '"
              + QuotedText.name(location(missing.get()))
              + "' not found; expected it in the model's folder");
    }
  }

  private static String location(TensorProto tensor) {
    return tensor.getExternalDataList().stream()
        .filter(e -> e.getKey().equals("location"))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElse("");
  }
}
