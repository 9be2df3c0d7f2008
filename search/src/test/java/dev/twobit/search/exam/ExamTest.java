package dev.twobit.search.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.ScaledWidths;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamTest {
  /** With room: the tiny ones have too few networks within 3 % of a budget. */
  private static final Network NETWORK =
      ScaledWidths.of(ModelZoo.build(ModelZoo.Model.RESNET8, 3, 5, 8, 1), 0.5);

  private static final Network TINY = TinyNetworks.of("residual");

  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with(Map.of("coupling", "tied"));

  @TempDir Path folder;

  private static Exam exam(Network network, String latency) {
    return new Exam(ContestTasks.of(network, latency, Optional.empty()), SETTINGS);
  }

  @Tag("slow")
  @Test
  void networksAreMaximalWithinTheBandAndTheOriginalIsTheFirst() {
    SearchTask task = ContestTasks.of(NETWORK, "1.2x", Optional.empty());
    SearchSpace space = PlateauSpace.of(SETTINGS.space(NETWORK), task.costs(), task.budgets());
    MaximalNetworks maximal = MaximalNetworks.of(space, task.costs(), task.budgets(), 1);
    Budget budget = task.budgets().get(0);

    List<ExamNetwork> drawn = new Exam(task, SETTINGS).draw(7);

    assertThat(drawn).hasSize(7);
    assertThat(drawn).extracting(ExamNetwork::widths).doesNotHaveDuplicates();
    assertThat(drawn.get(0).original()).isTrue();
    assertThat(drawn.get(0).widths()).isEqualTo(new Exam(task, SETTINGS).scaled(1));
    assertThat(drawn.subList(1, 7))
        .allSatisfy(
            n -> {
              assertThat(n.original()).isFalse();
              assertThat(maximal.isMaximal(n.widths())).isTrue();
              double cost = task.costs().cost(budget.kind(), space, n.widths());
              assertThat(cost).isBetween(Exam.LEAST_SHARE * budget.limit(), budget.limit());
              assertThat(n.budgetShare()).isEqualTo(cost / budget.limit());
            });
    assertThat(new Exam(task, SETTINGS).draw(7)).isEqualTo(drawn);
  }

  @Tag("slow")
  @Test
  void anOriginalOverTheBudgetIsNoRival() {
    assertThat(exam(NETWORK, "0.85x").draw(6))
        .hasSize(6)
        .noneMatch(ExamNetwork::original)
        .allMatch(n -> n.budgetShare() <= 1);
  }

  @Test
  void tooFewNetworksAreOneLine() {
    assertThatThrownBy(() -> exam(TINY, "1.2x").draw(6))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("residual: found ")
        .hasMessageContaining("0.97 to 1.00 of the budget")
        .hasMessageContaining("expected at least 5");
  }

  @Test
  void allWidthsAreScaledTogether() {
    Exam exam = exam(TINY, "1.2x");

    Map<String, Integer> half = exam.scaled(0.5);
    Map<String, Integer> twice = exam.scaled(2);

    Map<String, Integer> expected = new LinkedHashMap<>();
    half.forEach((unit, width) -> expected.put(unit, 4 * width));
    assertThat(twice).isEqualTo(expected).containsEntry("a1", 24);
  }

  @Tag("slow")
  @Test
  void theSameQuestionHasTheSameAnswerAndTheHalvesDiffer() throws IOException {
    Exam exam = exam(TINY, "1.2x");
    Map<String, Integer> widths = exam.scaled(1);

    ExamScore first = ask(exam, new ExamQuestion(widths, 1, 1, false));
    ExamScore again = ask(exam, new ExamQuestion(widths, 1, 1, false));
    ExamScore last = ask(exam, new ExamQuestion(widths, 1, 1, true));

    assertThat(again).isEqualTo(first);
    assertThat(last.crossEntropy()).isNotEqualTo(first.crossEntropy());
    assertThat(first.images() + last.images()).isEqualTo(60);
    assertThat(folder).isEmptyDirectory();
  }

  private ExamScore ask(Exam exam, ExamQuestion question) throws IOException {
    return exam.ask(question, folder.resolve("state"), new StopRequest(), epoch -> {});
  }
}
