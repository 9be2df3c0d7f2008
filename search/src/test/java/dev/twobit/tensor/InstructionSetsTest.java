package dev.twobit.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
