package dev.twobit.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.OneOperator;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.OperatorDifferenceTest;
import dev.twobit.onnx.operator.Operators;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands too many or too few: ONNX Runtime refuses what is refused, in old opsets and new. */
@Tag("slow")
class OperandCountsTest {
  /** More than any operator has that does not take any number. */
  private static final int MANY = 10;

  @TempDir private Path folder;

  /** The last node of a case. */
  private record Last(String operator, boolean old, OneOperator one) {
    @Override
    public String toString() {
      return operator + ", opset " + one.opset();
    }

    ModelProto.Builder model() {
      return one.model().toBuilder();
    }

    int node(GraphProto.Builder graph) {
      for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
        if (graph.getNode(i).getOpType().equals(operator)) {
          return i;
        }
      }
      throw new IllegalStateException("no " + operator);
    }
  }

  /** One case of an old opset and one of a new one for every operator. */
  static Collection<Last> cases() {
    Map<String, Last> cases = new LinkedHashMap<>();
    Stream<OneOperator> all =
        Stream.concat(OperatorDifferenceTest.cases(), QuantizedOperatorsTest.cases());
    all.forEach(
        one -> {
          for (NodeProto node : one.model().getGraph().getNodeList()) {
            boolean old = one.opset() < 13;
            cases.putIfAbsent(node.getOpType() + old, new Last(node.getOpType(), old, one));
          }
        });
    return cases.values();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneMoreIsRefused(Last last) throws IOException {
    for (boolean output : new boolean[] {false, true}) {
      ModelProto.Builder model = last.model();
      int at = last.node(model.getGraphBuilder());
      NodeProto.Builder node = model.getGraphBuilder().getNodeBuilder(at);
      int most = 0;
      while (most < MANY && accepted(model)) {
        most++;
        if (output) {
          node.addOutput("more" + most);
        } else {
          node.addInput(node.getInputCount() == 0 ? "x" : node.getInput(0));
        }
      }
      byte[] refused = model.build().toByteArray();
      if (most < MANY) {
        assertThatThrownBy(() -> session(refused))
            .as("%s of %s", last, node)
            .isInstanceOf(RuntimeException.class);
      } else {
        assertThat(last.operator())
            .isIn("Concat", "Max", "Mean", "Min", "Sum", "Split", "QLinearConcat");
      }
    }
  }

  /** By the counts alone: what operands are is another matter. */
  private boolean accepted(ModelProto.Builder model) throws IOException {
    Path file = Files.write(folder.resolve("one.onnx"), model.build().toByteArray());
    try {
      QcdqImporter.read(file);
      return true;
    } catch (InvalidInputException e) {
      return !String.valueOf(e.getMessage()).matches(".*found \\d+ (in|out)puts?, expected.*");
    }
  }

  private static void session(byte[] model) {
    OnnxRuntimeSession.of(model, "one", Optimization.NONE, 1).close();
  }

  @Test
  void everyOperatorThatIsReadHasARow() {
    assertThat(OperandCounts.standard()).containsAll(Operators.names());
    assertThat(
            Stream.concat(OperandCounts.standard().stream(), OperandCounts.contributed().stream()))
        .containsAll(IntegerOperators.names());
  }
}
