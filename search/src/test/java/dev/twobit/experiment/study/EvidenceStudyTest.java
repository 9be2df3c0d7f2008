package dev.twobit.experiment.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.engine.EngineChoice;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.report.StudyWriter;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyRow;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search and a control beside the original, from the weights of a tiny file. */
@Tag("slow")
class EvidenceStudyTest {
  @TempDir private Path folder;

  /** Ends a run at a row, as a kill would. */
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void stoppedAtEveryRowItEndsInTheSameBytesAndIsSimulatedAgain() throws IOException {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    StudyResult whole = run(request("whole"), Integer.MAX_VALUE, told);
    int cuts = 0;
    StudyResult resumed = whole;
    for (boolean ended = false; !ended; ) {
      try {
        resumed = run(request("cut"), 1, new ByteArrayOutputStream());
        ended = true;
      } catch (Cut e) {
        cuts++;
        assertThat(rows("cut")).startsWith("group,label");
      }
    }

    assertThat(cuts).isEqualTo(whole.times().size() - 1); // the test of the file makes no row
    assertThat(whole.page().texts().get(1))
        .matches(
            "block.onnx: the file's own weights, in float, have [0-9.]+ % on 50 test images and"
                + " [0-9.]+ % on 100 held-out ones\\.");
    assertThat(rows("cut")).isEqualTo(rows("whole")).hasLineCount(1 + 3 * 2);
    assertThat(resumed.rows()).isEqualTo(whole.rows());
    assertThat(resumed.page()).isEqualTo(whole.page());
    spreadIsToldBeforeAnyOtherTrialAndFirstInThePage(whole, told.toString(UTF_8));
    everyRowIsOfImportedWeightsDeployedAndWithAllCosts(whole.rows());
    tablesHaveTheDifferencesOfTheRows(whole);
    StudyWriter.write(whole, folder.resolve("whole").resolve("page"));
    assertThat(rows("whole")).isEqualTo(Files.readString(folder.resolve("whole/page/study.csv")));

    assertThat(Recost.of(folder.resolve("whole")))
        .hasSize(3)
        .allMatch(row -> row.left().isEmpty() && row.over().isEmpty() && !row.isChanged());
  }

  private static void spreadIsToldBeforeAnyOtherTrialAndFirstInThePage(
      StudyResult study, String told) {
    String spread = "two trainings of the original differ by";
    assertThat(told.indexOf(spread))
        .isPositive()
        .isLessThan(told.indexOf("find by most-macs-params, seed 1: "));
    assertThat(study.page().texts().get(0)).contains(spread);
    List<Double> original =
        study.rows().stream()
            .filter(r -> r.group().equals("original"))
            .map(r -> r.training().orElseThrow().deployedTop1Percent().orElseThrow())
            .toList();
    double difference = Math.abs(original.get(0) - original.get(1)); // the only pair
    assertThat(study.page().texts().get(0))
        .contains("differ by %.2f points as deployed".formatted(difference));
  }

  private static void tablesHaveTheDifferencesOfTheRows(StudyResult study) {
    List<String> arm = study.page().tables().get(0).rows().get(0);
    double difference = mean(study, "most-macs-params") - mean(study, "original");

    assertThat(arm).startsWith("most-macs-params", "1", "1", Figures.points(difference));
    assertThat(study.page().tables().get(0).rows().get(1)).startsWith("halving", "1");
    assertThat(study.page().tables().get(1).rows())
        .extracting(row -> row.get(0))
        .containsExactly("original", "most-macs-params", "halving");
  }

  private static double mean(StudyResult study, String group) {
    return study.rows().stream()
        .filter(r -> r.group().equals(group))
        .mapToDouble(r -> r.training().orElseThrow().deployedTop1Percent().orElseThrow())
        .average()
        .orElseThrow();
  }

  private static void everyRowIsOfImportedWeightsDeployedAndWithAllCosts(List<StudyRow> rows) {
    assertThat(rows)
        .allMatch(r -> r.training().orElseThrow().deployedTop1Percent().isPresent())
        .allMatch(r -> r.found().costs().containsKey("whole"))
        .allMatch(r -> r.found().relative().getOrDefault("latency", 2.0) <= 1);
    assertThat(rows.stream().map(r -> r.found().widths()).distinct().count()).isGreaterThan(1);
    assertThat(rows.stream().map(StudyRow::group).distinct())
        .containsExactly("original", "most-macs-params", "halving");
  }

  @Test
  void aSearchThatTrainsIsInTheEstimate() throws IOException {
    StudyPlan plan = StudyRun.of(request("planned")).plan();

    assertThat(plan.trials().stream().filter(e -> e.title().startsWith("find by halving")))
        .hasSize(1)
        .allMatch(e -> e.seconds() > 0);
    assertThat(plan.trials().stream().filter(e -> e.title().startsWith("find by most")))
        .allMatch(e -> e.seconds() == 0);
    assertThat(folder.resolve("planned")).doesNotExist();
  }

  @Test
  void nothingToSimulateAgainIsOneLine() throws IOException {
    assertThatThrownBy(() -> Recost.of(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--out " + folder + ": found no search that ended, expected the folder of a study");
    Path trial = Files.createDirectories(folder.resolve("trials/0123"));
    Files.writeString(trial.resolve("result.json"), "{}");
    Files.writeString(trial.resolve("trial.json"), "{\"kind\": \"search\"}");

    assertThatThrownBy(() -> Recost.of(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(trial.resolve("trial.json") + ": found ")
        .hasMessageEndingWith("; expected what a study wrote");
  }

  private String rows(String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("study.csv"));
  }

  private StudyResult run(StudyRequest request, int most, ByteArrayOutputStream told)
      throws IOException {
    StudyRun run = StudyRun.of(request);
    PrintStream out = new PrintStream(told, true, UTF_8);
    int[] written = {0};
    return run.run(
        run.plan(),
        new ProgressLine(out, false, false),
        new Stops(),
        rows -> {
          StudyWriter.writeRows(rows, request.out());
          if (++written[0] == most) {
            throw new Cut();
          }
        });
  }

  private StudyRequest request(String name) throws IOException {
    Path model = folder.resolve("block.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(24), 3), model);
    return new StudyRequest(
        "evidence",
        "smoke",
        new StudyRequest.Inputs(
            List.of(model.toString()), "embedded", "auto", "nvdla-small-w2a2", InputSizes.NONE),
        new StudyRequest.Searches(
            List.of("most-macs-params", "halving"),
            List.of(),
            List.of(
                "init=imported",
                "held-out=50%",
                "field-networks=3",
                "calibrated-networks=0",
                "halving-rungs=1",
                "final-networks=1",
                "final-seeds=2")),
        new StudyRequest.Size(
            OptionalInt.of(2),
            OptionalInt.empty(),
            OptionalInt.of(1),
            OptionalInt.of(1),
            OptionalInt.of(20),
            OptionalInt.of(5)),
        plan -> plan,
        new StudyRequest.Resources("float32", 1, EngineChoice.LOCAL),
        folder.resolve(name));
  }
}
