package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.training.QuantizationScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search came to before its repairs were keys, it comes to without them. */
@Tag("slow")
class SearchDefaultsTest {
  /**
   * Sums are rounded otherwise on other processors; another sample or batch is ten times as much.
   */
  private static final double ROUNDING = 2e-4;

  private static final Map<String, double[]> PROBABILITIES =
      Map.of(
          "stem",
          new double[] {
            0.127228, 0.124418, 0.123393, 0.124286, 0.124473, 0.124667, 0.124661, 0.126874
          },
          "conv1",
          new double[] {
            0.123716, 0.124586, 0.124782, 0.123084, 0.125530, 0.124611, 0.126626, 0.127064
          },
          "conv2",
          new double[] {
            0.123783, 0.123930, 0.124564, 0.123876, 0.124315, 0.129454, 0.126067, 0.124011
          });

  @TempDir private Path folder;

  @Test
  void withoutRepairsNothingIsNew() throws IOException {
    SearchSettings settings =
        SearchTasks.QUICK.with(Map.of("architecture-rate", "0.01", "threshold", "1"));
    SearchResult result =
        SearchTasks.nce(settings)
            .run(
                SearchTasks.block(QuantizationScheme.pact(2, true), "0.6x"),
                folder.resolve("state"),
                e -> {})
            .search()
            .orElseThrow();
    assertThat(result.projected()).isEqualTo(Map.of("stem", 6, "conv1", 10, "conv2", 6));
    PROBABILITIES.forEach(
        (unit, p) ->
            assertThat(result.probabilities().get(unit)).containsExactly(p, within(ROUNDING)));
  }
}
