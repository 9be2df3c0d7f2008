package dev.twobit.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.tensor.Precision;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrainingBenchmarkTest {
  @Test
  void medianOfEvenAndOdd() {
    assertThat(PairedTimes.median(List.of(4.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(PairedTimes.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }

  @Test
  void withoutPythonItSaysSoAndRunsNothing() throws IOException {
    try (PythonSteps none = PythonSteps.start("no-such-python")) {
      assertThat(none.description()).startsWith("not run: no-such-python does not run");
      assertThat(none.seconds(StepKind.FP32, 1, 1)).isEmpty();
    }
  }

  /** ResNet-20 reads 18 quantized tensors, nine of them inside a block. */
  @Tag("slow")
  @Test
  void stepsRunAndSitesAreCounted() {
    BenchmarkSteps steps = new BenchmarkSteps(List.of(Precision.FLOAT32));
    assertThat(steps.sites()).isEqualTo(18);
    assertThat(steps.sitesWithoutRelu()).isEqualTo(9);
    assertThat(steps.seconds(StepKind.SUPERNET, Precision.FLOAT32, 1, 1)).isPositive();
  }
}
