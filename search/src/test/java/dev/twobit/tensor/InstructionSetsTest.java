package dev.twobit.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionSetsTest {
  /** Levels and their features: oneDNN's page "CPU Dispatcher Control". */
  @ParameterizedTest
  @CsvSource({
    "sse4_1, '', SSE41",
    "sse4_1 avx avx2 fma, '', AVX2",
    "sse4_1 avx avx2 fma, AVX512_CORE, AVX2",
    "sse4_1 avx avx2 fma avx512f avx512bw avx512vl avx512dq, '', AVX512_CORE",
    "sse4_1 avx avx2 fma avx512f avx512bw avx512vl avx512dq, avx2, AVX2",
    "sse4_1 avx avx2 fma avx512f, '', AVX2",
    "neon, '', ''"
  })
  void theLevelIsThatOfTheProcessorUpToThatOfTheEnvironment(
      String flags, String most, String level) {
    assertThat(
            InstructionSets.oneDnn(
                List.of(flags.split(" ")),
                most.isEmpty() ? Map.of() : Map.of("ONEDNN_MAX_CPU_ISA", most)))
        .isEqualTo(level);
  }

  @Test
  void aProcessAgreesWithItself() {
    InstructionSets first = InstructionSets.current();

    assertThat(InstructionSets.current()).isEqualTo(first);
    assertThat(first.environment())
        .containsEntry("ATEN_CPU_CAPABILITY", first.aten().toLowerCase(Locale.ROOT));
  }

  /** Else trials would be refused on a machine of more processors, and be right to be. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theSampleDoesNotGoWithTheThreadsThatLibrariesBeginWith(int threads) {
    String one = InstructionSets.current().sample();
    Torch.useThreads(1);
    openblas.blas_set_num_threads(threads);

    assertThat(InstructionSets.current().sample()).isEqualTo(one);
  }

  /** A training's bits go with the threads it is asked for, not with a machine's processors. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void productsOfMatricesHaveTheThreadsThatAreAskedFor(int processors) {
    Torch.useThreads(1);
    List<Float> one = product();
    openblas.blas_set_num_threads(processors); // as OpenBLAS begins on such a machine
    Torch.useThreads(1);

    assertThat(openblas.blas_get_num_threads()).isEqualTo(1);
    assertThat(product()).isEqualTo(one);
  }

  private static List<Float> product() {
    float[] values = new float[200 * 300];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) StrictMath.sin(i * 0.7);
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor matrix = Torch.tensor(values, 200, 300);
      return list(Torch.floats(matrix.mm(matrix.t())));
    }
  }

  private static List<Float> list(float[] values) {
    List<Float> all = new ArrayList<>();
    for (float value : values) {
      all.add(value);
    }
    return all;
  }
}
