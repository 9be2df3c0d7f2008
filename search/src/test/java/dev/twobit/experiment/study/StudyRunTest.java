package dev.twobit.experiment.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.engine.EngineChoice;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.report.StudyWriter;
import dev.twobit.results.study.StudyResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StudyRunTest {
  @TempDir Path folder;

  /** Ends a run at a line of its progress, as a kill would. */
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void interruptedAndTwoAtATimeItEndsInTheSameFileButForTimes() throws IOException {
    StudyResult whole = run(request("whole", 1), Integer.MAX_VALUE);

    int cuts = 0;
    for (int lines = 1; lines <= 3; lines++) {
      try {
        run(request("cut", 1), lines);
      } catch (Cut e) {
        cuts++;
      }
    }
    StudyResult resumed = run(request("cut", 2), Integer.MAX_VALUE);

    assertThat(cuts).isEqualTo(3);
    assertThat(withoutTimes(resumed)).isEqualTo(withoutTimes(whole));
    assertThat(resumed.times()).hasSameSizeAs(whole.times());
    assertThat(whole.rows()).hasSize(3);
    assertThat(whole.rows().get(1).found().widths())
        .isNotEqualTo(whole.rows().get(0).found().widths());
    assertThat(StudyRun.of(request("cut", 2)).plan().trials()).allMatch(StudyPlan.Entry::done);
    List<Path> files = StudyWriter.write(whole, folder.resolve("page"));
    assertThat(Files.readString(files.get(1)).lines()).hasSize(4);
    assertThat(Files.readString(files.get(2))).contains("data-chart=\"accuracies\"");
  }

  @Test
  void workersThatAreStoppedAreGoneOnWithAndKilledOnesBegunAgain() throws IOException {
    StudyResult whole = run(request("whole", 1), Integer.MAX_VALUE);
    StudyRun stopped = StudyRun.of(request("workers", 2));
    Stops stops = new Stops();
    StudyRun killed = StudyRun.of(request("workers", 2));

    assertThatThrownBy(
            () -> stopped.run(stopped.plan(), atFirstEpoch(stops::request), stops, rows -> {}))
        .isInstanceOf(StudyStoppedException.class);
    StudyResult again =
        killed.run(killed.plan(), atFirstEpoch(StudyRunTest::killWorkers), new Stops(), rows -> {});

    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(withoutTimes(again)).isEqualTo(withoutTimes(whole));
  }

  private static void killWorkers() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void whatAWorkerRefusesIsSaidAsByThisProcess() throws IOException {
    Path hardware = folder.resolve("core.yaml");
    Files.writeString(hardware, HardwareCatalog.text("nvdla-small-w2a2"));
    StudyRun run = StudyRun.of(request("refused", 2, hardware.toString()));
    StudyPlan plan = run.plan();
    Files.writeString(hardware, HardwareCatalog.text("nvdla-large-w2a2"));

    assertThatThrownBy(() -> run.run(plan, progress(Integer.MAX_VALUE), new Stops(), rows -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(hardware + ": the accelerator is no longer what the study began");
  }

  private StudyResult run(StudyRequest request, int lines) throws IOException {
    StudyRun run = StudyRun.of(request);
    return run.run(run.plan(), progress(lines), new Stops(), rows -> {});
  }

  private static StudyResult withoutTimes(StudyResult study) {
    return new StudyResult(
        study.twobitVersion(),
        study.study(),
        study.preset(),
        study.title(),
        study.facts(),
        study.page(),
        study.rows(),
        List.of());
  }

  private static ProgressLine progress(int lines) {
    return atEpochs(
        n -> {
          if (n > lines) {
            throw new Cut();
          }
        });
  }

  private static ProgressLine atFirstEpoch(Runnable consequence) {
    return atEpochs(
        n -> {
          if (n == 1) {
            consequence.run();
          }
        });
  }

  /** Progress of which every line that tells of an epoch has a consequence, by its number. */
  private static ProgressLine atEpochs(IntConsumer consequence) {
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) {
          private int printed;

          @Override
          public void println(String line) {
            if (line.contains("/")) {
              consequence.accept(++printed);
            }
          }
        };
    return new ProgressLine(out, false, false);
  }

  private StudyRequest request(String name, int parallel) {
    return request(name, parallel, "nvdla-small-w2a2");
  }

  private StudyRequest request(String name, int parallel, String hardware) {
    return new StudyRequest(
        "methods",
        "smoke",
        new StudyRequest.Inputs(List.of(), "embedded", "auto", hardware, InputSizes.NONE),
        new StudyRequest.Searches(
            List.of("original", "random", "nce"),
            List.of("flops=1.0x"),
            List.of("search-epochs=2", "batch-size=10", "architecture-rate=1")),
        new StudyRequest.Size(
            OptionalInt.of(1),
            OptionalInt.of(1),
            OptionalInt.empty(),
            OptionalInt.of(2),
            OptionalInt.of(4),
            OptionalInt.of(2)),
        plan -> plan,
        new StudyRequest.Resources(
            "float32", 1, EngineChoice.parse("local" + (parallel == 1 ? "" : ":" + parallel))),
        folder.resolve(name));
  }
}
