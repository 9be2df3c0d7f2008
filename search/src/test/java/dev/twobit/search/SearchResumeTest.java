package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that was interrupted, in any epoch and in any way, ends in the same bits. */
class SearchResumeTest {
  private static final int EPOCHS = 6;

  @TempDir private Path folder;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static SearchTask task() {
    return SearchTasks.block(QuantizationScheme.pact(2, true), "1.2x");
  }

  private static SearchResult search(
      SearchSettings settings, Path checkpoint, SearchProgress listener) throws IOException {
    boolean judged = settings.budget().projection() == BudgetSettings.Projection.JUDGE;
    SearchTask task = judged ? SearchTasks.holdingOut(task()) : task();
    boolean inherits =
        judged || settings.superNet().superNetStart() == SuperNetSettings.Start.INHERITED;
    return SearchTasks.nce(settings)
        .run(inherits ? SearchTasks.inherited(task) : task, checkpoint, listener)
        .search()
        .orElseThrow();
  }

  /** Ends in an epoch before the checkpoint holds it. */
  private static void killIn(int epoch, SearchSettings settings, Path checkpoint) {
    List<SearchEpoch> told = new ArrayList<>();
    int done = Files.exists(checkpoint) ? -1 : 0;
    SearchProgress killer =
        e -> {
          told.add(e);
          int absolute =
              e.epoch() + (e.phase().equals("search") ? settings.epochs().warmupEpochs() : 0);
          if (absolute == epoch) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> search(settings, checkpoint, killer)).isInstanceOf(Killed.class);
    assertThat(told).as("goes on, does not begin again").hasSize(done == 0 ? epoch : 2);
  }

  private static void requireSame(SearchResult found, SearchResult expected) {
    assertThat(found.genotype()).isEqualTo(expected.genotype());
    assertThat(found.projected()).isEqualTo(expected.projected());
    assertThat(found.chosenEpoch()).isEqualTo(expected.chosenEpoch());
    assertThat(found.genotypes()).isEqualTo(expected.genotypes());
    assertThat(found.expansions()).isEqualTo(expected.expansions());
    expected
        .probabilities()
        .forEach((unit, p) -> assertThat(found.probabilities().get(unit)).as(unit).isEqualTo(p));
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"check,epoch", "check,step", "sampler,masking", "growth,zero-consumer"})
  void killedInEveryEpochItEndsInTheSameBits(String key, String value) throws IOException {
    requireSameAfterKills(SearchTasks.QUICK.with(key, value));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"masking", "interpolation"})
  void withAllRepairsItDoesSoToo(String sampler) throws IOException {
    SearchResult result = requireSameAfterKills(SearchTasks.REPAIRED.with("sampler", sampler));
    SearchTask task = task();
    assertThat(result.genotypes().values())
        .as("costs pull from above alone, so each epoch's is brought within the budget")
        .allMatch(GenotypeRecord::inBand)
        .allSatisfy(
            g ->
                assertThat(task.costs().genotype(result.space(), g.widths()).flops())
                    .isLessThanOrEqualTo(task.budgets().get(0).highest()));
  }

  /** One-sided, so that it is asked in every epoch; its scores are kept beside the checkpoint. */
  @Tag("slow")
  @Test
  void withAJudgeOfWidthsItDoesSoToo() throws IOException {
    SearchSettings settings =
        SearchTasks.QUICK.with(Map.of("projection", "judge", "cost-loss", "one-sided"));
    SearchResult result = requireSameAfterKills(settings);
    SearchTask task = task();
    assertThat(task.costs().genotype(result.space(), result.projected()).flops())
        .isLessThanOrEqualTo(task.budgets().get(0).highest());
    assertThat(folder.resolve("cut-projection.json"))
        .hasSameTextualContentAs(folder.resolve("whole-projection.json"));
  }

  @Test
  void aJudgeOfWidthsNeedsWeightsToInheritAndHeldOutImages() {
    SearchMethod judged = SearchTasks.nce(SearchTasks.QUICK.with("projection", "judge"));
    assertThatThrownBy(() -> judged.check(SearchTasks.holdingOut(task())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--set projection=judge: found fresh weights, expected those of")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> judged.check(SearchTasks.inherited(task())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--held-out: found 0 held-out images, expected at least 16")
        .hasMessageNotContaining("\n");
    judged.check(SearchTasks.inherited(SearchTasks.holdingOut(task())));
  }

  private SearchResult requireSameAfterKills(SearchSettings settings) throws IOException {
    Path whole = folder.resolve("whole");
    Path cut = folder.resolve("cut");
    SearchResult expected = search(settings, whole, e -> {});
    assertThat(expected.expansions()).as("growth is part of what must resume").isNotEmpty();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      killIn(epoch, settings, cut);
    }
    requireSame(search(settings, cut, e -> {}), expected);
    assertThat(cut).hasSameBinaryContentAs(whole);
    return expected;
  }

  @Tag("slow")
  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    Path whole = folder.resolve("whole");
    Path cut = folder.resolve("cut");
    SearchResult expected = search(SearchTasks.QUICK, whole, e -> {});
    killIn(5, SearchTasks.QUICK, cut);
    byte[] bytes = Files.readAllBytes(cut);
    bytes[bytes.length / 2] ^= 1;
    Files.write(cut, bytes);
    List<SearchEpoch> told = new ArrayList<>();
    requireSame(search(SearchTasks.QUICK, cut, told::add), expected);
    assertThat(cut).hasSameBinaryContentAs(whole);
    assertThat(told).as("epoch 4 again").hasSize(3);
    assertThat(told.get(0).note()).hasValueSatisfying(n -> assertThat(n).contains("damaged"));
    assertThat(told.get(1).note()).isEmpty();
  }

  @Tag("slow")
  @Test
  void aStopRequestEndsWithTheLastEpochKept() throws IOException {
    Path whole = folder.resolve("whole");
    Path cut = folder.resolve("cut");
    SearchResult expected = search(SearchTasks.QUICK, whole, e -> {});
    StopRequest stop = new StopRequest();
    NeuralChannelExpansion method = SearchTasks.nce(SearchTasks.QUICK, stop);
    SearchProgress stopper =
        e -> {
          if (e.phase().equals("search")) {
            stop.request();
          }
        };
    assertThatThrownBy(() -> method.run(task(), cut, stopper))
        .isInstanceOf(TrainingStoppedException.class)
        .hasMessageContaining("search epoch 2 after step 1");
    List<SearchEpoch> told = new ArrayList<>();
    requireSame(search(SearchTasks.QUICK, cut, told::add), expected);
    assertThat(told).hasSize(3);
    assertThat(cut).hasSameBinaryContentAs(whole);
  }

  @Test
  void otherSettingsDoNotGoOnFromIt() {
    Path cut = folder.resolve("cut");
    killIn(3, SearchTasks.QUICK, cut);
    assertThatThrownBy(() -> search(SearchTasks.QUICK.with("threshold", "0.4"), cut, e -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("threshold 0.3, expected 0.4")
        .hasMessageNotContaining("\n");
  }
}
