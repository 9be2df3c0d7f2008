package dev.twobit.experiment.exam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyTable;
import dev.twobit.search.exam.ExamNetwork;
import dev.twobit.search.exam.ExamScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Planted networks: what each is worth is known. */
class ExamPageTest {
  private static final List<Integer> EPOCHS = List.of(0, 1, 3);

  /**
   * Twelve networks of which larger ones are worse, training for three epochs tells the truth, for
   * one the opposite, and what is not trained scores alike.
   */
  private static List<Examined> networks() {
    List<Examined> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 12; i++) {
      double truth = random.nextDouble();
      all.add(
          new Examined(
              new ExamNetwork(Map.of("a", i + 1), i == 0, 1, 1e6 * (1 + truth), 1e5, truth),
              List.of(score(2), score(1 - truth), score(truth)),
              List.of(score(truth), score(truth))));
    }
    return all;
  }

  private static ExamScore score(double nats) {
    return new ExamScore(nats, 100 - 10 * nats, 500);
  }

  private static StudyResult.Page page() {
    return new ExamPage(new ExamScores(networks(), EPOCHS), 1).page(List.of());
  }

  private static List<String> row(StudyTable table, String name) {
    return table.rows().stream().filter(r -> r.get(0).equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theJudgeWhoseScoreIsTheTruthPassesAlone() {
    StudyResult.Page page = page();

    assertThat(row(page.tables().get(0), "pass against cross-entropy"))
        .endsWith("trained for 3 epochs");
    assertThat(row(page.tables().get(0), "pass against top-1")).endsWith("trained for 3 epochs");
    for (StudyTable table : page.tables().subList(1, 3)) {
      assertThat(row(table, "trained for 3 epochs")).contains("+1.00").endsWith("passes");
      assertThat(row(table, "trained for 1 epoch")).contains("-1.00").endsWith("fails");
      assertThat(row(table, "calibrated, not trained"))
          .containsSequence("calibrated, not trained", "–", "–", "–")
          .endsWith("fails");
      assertThat(row(table, "kept importance")).contains("-1.00").endsWith("fails");
      assertThat(row(table, "MACs x PARAMs")).contains("-1.00").endsWith("–");
    }
  }

  @Test
  void fullTrainingsThatAgreeAreToldOf() {
    assertThat(row(page().tables().get(0), "rho of two full trainings")).endsWith("+1.00");
    assertThat(new ExamScores(networks(), EPOCHS).agreement()).hasValue(1);
  }

  @Test
  void everyNetworkIsShownWithItsScores() {
    StudyTable table = page().tables().get(3);

    assertThat(table.rows()).hasSize(12);
    assertThat(table.rows()).extracting(r -> r.get(0)).startsWith("original", "2", "3");
    assertThat(page().tables().get(4).rows().get(1)).containsExactly("2", "2");
    assertThat(table.headings()).contains("#trained for 1 epoch", "#trained in full");
    assertThat(page().charts().get(0).series()).hasSize(3);
  }

  @Test
  void widthsThatHardlyMatterAreToldOf() {
    StudyTable flat =
        new WidthResponse(
                Map.of(0.5, List.of(score(1)), 1.0, List.of(score(1)), 1.5, List.of(score(0.9))))
            .table();
    StudyTable steep =
        new WidthResponse(Map.of(1.0, List.of(score(1)), 1.5, List.of(score(0.8)))).table();

    assertThat(flat.note()).startsWith("From 1.0x to 1.5x +1.00 points: less than 1.5");
    assertThat(steep.note())
        .isEqualTo("From 1.0x to 1.5x +2.00 points: widths matter in these trainings.");
  }
}
