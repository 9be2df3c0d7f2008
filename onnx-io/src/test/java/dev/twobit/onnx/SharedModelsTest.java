package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network of the shared INDEX.csv: its counts to the digit, its outputs as ONNX Runtime's.
 */
class SharedModelsTest {
  record Row(String path, long macs, long params) {
    boolean executable() {
      return !path.startsWith("workload_noweights/")
          && !path.startsWith("transformer/")
          && !path.contains("deeploy_")
          && !path.contains("TFC");
    }
  }

  static Stream<Row> rows() throws IOException {
    var models = SharedModels.find();
    if (models.isEmpty()) {
      return Stream.of(new Row("absent", 0, 0));
    }
    List<Row> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(models.get().resolve("INDEX.csv"));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      rows.add(
          new Row(
              cells.get(0),
              Long.parseLong(cells.get(12)) + Long.parseLong(cells.get(13)),
              Long.parseLong(cells.get(14))));
    }
    return rows.stream();
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
    Path models = SharedModels.require();
    CostSummary cost = CostSummary.of(OnnxImporter.read(models.resolve(row.path())));
    assertThat(cost.macs()).isEqualTo(row.macs());
    assertThat(cost.params()).isEqualTo(row.params());
  }

  @ParameterizedTest
  @MethodSource("executableRows")
  void theReferenceExecutorEqualsOnnxRuntime(Row row) {
    Path file = SharedModels.require().resolve(row.path());
    Network network = OnnxImporter.read(file);
    TensorShape shape = network.shape(network.inputs().get(0));
    Random random = new Random(7);
    float[] input = new float[(int) shape.elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] actual = ReferenceExecutor.run(network, input);
    try (var session = OnnxRuntimeSession.open(file, OnnxRuntimeSession.Optimization.BASIC, 2)) {
      assertThat(relativeDifference(actual, session.run(input, shape))).isLessThan(1e-4);
    }
  }

  static double relativeDifference(float[] actual, float[] reference) {
    assertThat(actual).hasSameSizeAs(reference);
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - reference[i]));
      largest = Math.max(largest, Math.abs(reference[i]));
    }
    return difference / largest;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
