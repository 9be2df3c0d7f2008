package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network of the shared INDEX.csv: its counts to the digit, its outputs as ONNX Runtime's.
 */
@Tag("slow")
public class SharedModelsTest {
  private static final String COMMA_OUTSIDE_QUOTES = ",(?=([^\"]*\"[^\"]*\")*[^\"]*$)";

  public record Row(String path, long macs, long params) {
    boolean executable() {
      return !path.startsWith("workload_noweights/")
          && !path.startsWith("transformer/")
          && !path.contains("deeploy_")
          && !path.contains("TFC");
    }
  }

  static Stream<Row> rows() throws IOException {
    return SharedModels.rows("models/INDEX.csv").stream()
        .map(line -> line.split(COMMA_OUTSIDE_QUOTES))
        .map(
            cells ->
                new Row(
                    cells[0],
                    Long.parseLong(cells[12]) + Long.parseLong(cells[13]),
                    Long.parseLong(cells[14])));
  }

  /** Products of two computed matrices are MACs to us and none to the index. */
  static Stream<Row> countedRows() throws IOException {
    return rows().filter(r -> !r.path().startsWith("transformer/"));
  }

  static Stream<Row> executableRows() throws IOException {
    return rows().filter(Row::executable);
  }

  @ParameterizedTest
  @MethodSource("countedRows")
  void countsAreThoseOfTheIndex(Row row) {
    CostSummary cost = CostSummary.of(OnnxImporter.read(SharedModels.model(row.path())));
    assertThat(cost.macs()).isEqualTo(row.macs());
    assertThat(cost.params()).isEqualTo(row.params());
  }

  @ParameterizedTest
  @MethodSource("executableRows")
  void theReferenceExecutorEqualsOnnxRuntime(Row row) {
    Path file = SharedModels.model(row.path());
    Network network = OnnxImporter.read(file);
    TensorShape shape = network.shape(network.inputs().get(0));
    float[] input = input(shape);
    float[] actual = ReferenceExecutor.run(network, input);
    try (var session = OnnxRuntimeSession.open(file, OnnxRuntimeSession.Optimization.BASIC, 2)) {
      assertThat(relativeDifference(actual, session.run(input, shape))).isLessThan(1e-4);
    }
  }

  /** The same for every test: what one holds of it another may build on. */
  public static float[] input(TensorShape shape) {
    Random random = new Random(7);
    float[] input = new float[(int) shape.elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    return input;
  }

  public static double relativeDifference(float[] actual, float[] reference) {
    assertThat(actual).hasSameSizeAs(reference);
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - reference[i]));
      largest = Math.max(largest, Math.abs(reference[i]));
    }
    return difference / largest;
  }
}
