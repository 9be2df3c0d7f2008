package dev.twobit.experiment.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Widths and bits of a tiny file's network under one limit. */
@Tag("slow")
class PrecisionStudyTest {
  private static final List<String> ARMS =
      List.of("original", "most-macs-params", "edmips", "hawq", "w4a4", "w8a8");

  @TempDir private Path folder;

  /** Ends a run at a row, as a kill would. */
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void armsOfWidthsAndOfBitsKeepOneLimitAndAreTrainedAtTheirBits() throws IOException {
    StudyResult whole = run(request("whole", "whole=1.6x", ARMS), Integer.MAX_VALUE);

    assertThat(whole.rows().stream().map(StudyRow::group).distinct())
        .containsExactlyElementsOf(ARMS);
    Map<String, StudyRow> rows = new HashMap<>();
    whole.rows().forEach(r -> rows.put(r.group(), r));
    double limit = 1.6 * cost(rows, "original", "whole");
    for (String arm : ARMS.subList(0, 5)) {
      assertThat(cost(rows, arm, "whole")).as(arm).isLessThanOrEqualTo(limit);
    }
    // Both arrays have one clock, so that cycles are compared.
    assertThat(cost(rows, "w8a8", "whole")).isLessThanOrEqualTo(limit);
    assertThat(on(rows, "w8a8")).isEqualTo(new StudyRow.Core("nvdla-small-w8a8", "8"));
    assertThat(on(rows, "w4a4")).isEqualTo(new StudyRow.Core("nvdla-small-w2a2", "4"));
    assertThat(on(rows, "most-macs-params").bits()).isEqualTo("2");
    assertThat(on(rows, "hawq").bits()).matches("2( [^ ]+=[48](x[248])?)+");
    assertThat(widths(rows, "hawq")).isEqualTo(widths(rows, "original"));
    // More bits are other trainings, of the same structure.
    assertThat(training(rows, "hawq")).isNotEqualTo(training(rows, "original"));
    assertThat(whole.page().tables()).hasSize(3);
    assertThat(whole.page().tables().get(2).rows())
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly(
            "most-macs-params edmips",
            "most-macs-params hawq",
            "most-macs-params w4a4",
            "most-macs-params w8a8");
    assertThat(whole.page().notes())
        .anyMatch(n -> n.contains("1 paired seeds; fewer than 5 are a trial of the study"));
    assertThat(whole.page().texts())
        .anyMatch(t -> t.startsWith("Silicon: the whole core of nvdla-small-w2a2 is 0.998 times"));
    pairIsTheDifferenceOfTheRows(whole, rows);

    StudyResult resumed = whole;
    int cuts = 0;
    for (boolean ended = false; !ended; ) {
      try {
        resumed = run(request("cut", "whole=1.6x", ARMS), 2);
        ended = true;
      } catch (Cut e) {
        cuts++;
      }
    }
    assertThat(cuts).isPositive();
    assertThat(resumed.rows()).isEqualTo(whole.rows());
    assertThat(resumed.page()).isEqualTo(whole.page());
    assertThat(Files.readString(folder.resolve("cut/study.csv")))
        .isEqualTo(Files.readString(folder.resolve("whole/study.csv")));
    assertThat(Recost.of(folder.resolve("whole")))
        .hasSize(ARMS.size())
        .allMatch(row -> row.left().isEmpty() && row.over().isEmpty() && !row.isChanged());
  }

  private static void pairIsTheDifferenceOfTheRows(StudyResult study, Map<String, StudyRow> rows) {
    List<String> pair = study.page().tables().get(2).rows().get(1);
    assertThat(Double.parseDouble(pair.get(2)))
        .isCloseTo(deployed(rows, "most-macs-params") - deployed(rows, "hawq"), within(0.006));
  }

  /** At 1.0x nothing but two bits fits: the arms are the original, trained once. */
  @Test
  void whereNothingElseFitsTheArmIsTheOriginal() throws IOException {
    StudyResult tight = run(request("tight", "whole=1.0x", List.of("hawq")), Integer.MAX_VALUE);

    assertThat(tight.rows()).hasSize(2);
    assertThat(tight.rows().get(1).training()).isEqualTo(tight.rows().get(0).training());
    assertThat(tight.page().texts())
        .anyMatch(t -> t.endsWith("hawq: two bits everywhere, which is the original"));
    assertThat(tight.page().tables().get(1).rows().get(0)).startsWith("hawq", "1", "0", "+0.00");
  }

  @Test
  void whatItWillTakeHasTheSearchesForBits() throws IOException {
    StudyPlan plan = StudyRun.of(request("planned", "whole=1.6x", ARMS)).plan();
    for (String method : List.of("edmips", "hawq")) {
      assertThat(plan.trials().stream().filter(e -> e.title().startsWith("find by " + method)))
          .hasSize(1)
          .allMatch(e -> e.seconds() > 0);
    }
    Predicate<StudyPlan.Entry> free = e -> e.title().startsWith("find by most");
    assertThat(plan.trials().stream().filter(free)).hasSize(3).allMatch(e -> e.seconds() == 0);
    assertThat(folder.resolve("planned")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole=100us", "flops=1.0x", "whole=<=1.0x", "whole=1.0x+-5%"})
  void aLimitThatIsNoShareIsOneLine(String budget) {
    assertThatThrownBy(() -> StudyRun.of(request("bad", budget, ARMS)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--budget: found '" + budget + "', expected whole=")
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("bad")).doesNotExist();
  }

  /** Studies of one precision could only train what was found at the bits that they have. */
  @ParameterizedTest
  @CsvSource({"methods, hawq", "fig3, edmips", "evidence, hawq"})
  void otherStudiesRefuseMethodsThatChooseBits(String study, String method) {
    assertThatThrownBy(
            () -> StudyRun.of(request(study, "refused", "latency=1.0x", List.of(method))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--methods: found "
                + method
                + " of study "
                + study
                + ", which compares widths at one precision; expected methods that choose widths,"
                + " or study precision");
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void anAcceleratorWithoutAnEqualOneIsOneLine() {
    assertThatThrownBy(
            () ->
                StudyRun.of(
                    request("precision", "bad", "whole=1.0x", List.of("w8a8"), "toy-8x8-w2a2")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--hardware: found toy-8x8-w2a2 without area.equalSiliconAs")
        .hasMessageNotContaining("\n");
  }

  private static StudyRow row(Map<String, StudyRow> rows, String arm) {
    return Optional.ofNullable(rows.get(arm)).orElseThrow();
  }

  private static double cost(Map<String, StudyRow> rows, String arm, String kind) {
    return row(rows, arm).found().costs().getOrDefault(kind, Double.NaN);
  }

  private static StudyRow.Core on(Map<String, StudyRow> rows, String arm) {
    return row(rows, arm).on();
  }

  private static Map<String, Integer> widths(Map<String, StudyRow> rows, String arm) {
    return row(rows, arm).found().widths();
  }

  private static String training(Map<String, StudyRow> rows, String arm) {
    return row(rows, arm).training().orElseThrow().trial();
  }

  private static double deployed(Map<String, StudyRow> rows, String arm) {
    return row(rows, arm).training().orElseThrow().deployedTop1Percent().orElseThrow();
  }

  private StudyResult run(StudyRequest request, int most) throws IOException {
    StudyRun run = StudyRun.of(request);
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
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

  private StudyRequest request(String name, String budget, List<String> methods)
      throws IOException {
    return request("precision", name, budget, methods);
  }

  private StudyRequest request(String study, String name, String budget, List<String> methods)
      throws IOException {
    return request(study, name, budget, methods, "nvdla-small-w2a2");
  }

  private StudyRequest request(
      String study, String name, String budget, List<String> methods, String hardware)
      throws IOException {
    Path model = folder.resolve("block.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(24), 3), model);
    return new StudyRequest(
        study,
        "smoke",
        new StudyRequest.Inputs(
            List.of(model.toString()), "embedded", "auto", hardware, InputSizes.NONE),
        new StudyRequest.Searches(
            methods,
            List.of(budget),
            List.of("init=imported", "held-out=50%", "hessian-probes=2", "mixed-epochs=1")),
        new StudyRequest.Size(
            OptionalInt.of(1),
            OptionalInt.empty(),
            OptionalInt.of(1),
            OptionalInt.of(1),
            OptionalInt.of(10),
            OptionalInt.of(5)),
        plan -> plan,
        new StudyRequest.Resources("float32", 1, EngineChoice.LOCAL),
        folder.resolve(name));
  }
}
