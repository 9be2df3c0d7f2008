package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Precision;
import dev.twobit.training.QuantizationScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any quantizer goes through warm-up, search, growth and a kill. */
@Tag("slow")
class SearchQuantizersTest {
  private static final SearchSettings SHORT =
      SearchTasks.QUICK
          .with("warmup-epochs", "1")
          .with("search-epochs", "3")
          .with("learning-rate", "0.01")
          .with("warmup-learning-rate", "0.01");

  @TempDir private Path folder;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @CsvSource({"lsq,lsq,2", "qil,qil,3", "sawb,pact,4", "lsq,lsq,8", "none,none,2"})
  void anyQuantizersResumeToTheSameBits(String weights, String activations, int bits)
      throws IOException {
    SearchTask task =
        SearchTasks.block(
            QuantizationScheme.of(
                QuantizerChoice.parse("--weights", weights, bits),
                QuantizerChoice.parse("--activations", activations, bits)),
            "1.2x");
    requireSameAfterAKill(task, SHORT);
  }

  @Test
  void inBfloat16() throws IOException {
    SearchTask task = SearchTasks.block(QuantizationScheme.pact(2, true), "1.2x");
    requireSameAfterAKill(
        task.with(new SearchTask.Execution(task.seed(), task.threads(), Precision.BF16)), SHORT);
  }

  private void requireSameAfterAKill(SearchTask task, SearchSettings settings) throws IOException {
    Path whole = folder.resolve("whole");
    Path cut = folder.resolve("cut");
    List<SearchEpoch> epochs = new ArrayList<>();
    NeuralChannelExpansion method = SearchTasks.nce(settings);
    SearchResult result = method.run(task, whole, epochs::add).search().orElseThrow();
    assertThat(result.expansions()).isNotEmpty();
    assertThat(epochs).hasSize(4).allMatch(e -> Double.isFinite(e.weightLoss()));
    int grown = result.expansions().get(0).epoch();
    assertThatThrownBy(
            () ->
                method.run(
                    task,
                    cut,
                    e -> {
                      if (e.phase().equals("search") && e.epoch() == grown + 1) {
                        throw new Killed();
                      }
                    }))
        .isInstanceOf(Killed.class);
    method.run(task, cut, e -> {});
    assertThat(cut).hasSameBinaryContentAs(whole);
  }
}
