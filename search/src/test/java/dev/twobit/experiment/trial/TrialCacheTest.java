package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.InstructionSets;
import dev.twobit.training.TrainingDivergedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCacheTest {
  private static final EvaluationTrialResult RESULT =
      new EvaluationTrialResult(
          new EvaluationTrialResult.Part(50, 2), Optional.empty(), "", 1, 0.5);

  @TempDir Path folder;

  private static EvaluationTrial trial(String model, String data) {
    return new EvaluationTrial(
        Trial.FORMAT,
        new Subject(
            new Content(model, "cd"),
            new Images(
                new Content(data, "ab"),
                "unit",
                0,
                0,
                Optional.of(new HeldOut(3, Optional.of(new Content(data, "ef")))))),
        1);
  }

  @Test
  void filesAreAbsoluteInWhatOtherProcessesReadAndTheKeyStays() throws IOException {
    EvaluationTrial typed = trial("pom.xml --input-shape 1x3", "images:some/dir,size=32");
    TrialCache cache = new TrialCache(folder);

    Trial read = TrialFileRun.read(cache.write(typed));

    String here = Path.of("").toAbsolutePath() + "/";
    assertThat(read).isNotEqualTo(typed);
    assertThat(TrialJson.key(read)).isEqualTo(TrialJson.key(typed));
    assertThat(read.subject().model().where()).isEqualTo(here + "pom.xml --input-shape 1x3");
    assertThat(read.subject().images().source().where())
        .isEqualTo("images:" + here + "some/dir,size=32");
    assertThat(read.subject().images().heldOut().orElseThrow().source().orElseThrow().where())
        .isEqualTo("images:" + here + "some/dir,size=32");
    Trial named = trial("/abs/m.onnx", "embedded");
    assertThat(TrialFileRun.read(cache.write(named))).isEqualTo(named);
  }

  /** The network is not there: whoever would run the trial would be refused. */
  @Test
  void whoWaitsForAnotherHasItsResult() throws Exception {
    EvaluationTrial trial = trial("nowhere.onnx", "embedded");
    TrialCache cache = new TrialCache(folder);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    StudyProgress progress =
        new StudyProgress(
            new ProgressLine(new PrintStream(told, true, StandardCharsets.UTF_8), false, false),
            false);
    InProcessExecutor executor =
        new InProcessExecutor(
            cache,
            new TrialWork(new Subjects(), progress, TrialPlaces.apart()),
            progress,
            new Stops());
    CompletableFuture<TrialResult> waiting;
    try (TrialCache.Hold hold = cache.claim(trial).orElseThrow()) {
      waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return executor.one(trial);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (told.size() == 0) {
        Thread.onSpinWait();
      }
      assertThat(waiting).isNotDone();
      cache.put(trial, RESULT);
    }

    assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(RESULT);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("another process is running this");
  }

  @Test
  void trialsOfOtherInstructionsAreRefusedWithTheVariablesToSet() throws IOException {
    TrialCache cache = new TrialCache(folder);
    InstructionSets first = new InstructionSets("AVX512_CORE", "AVX512", "", false, "01");
    InstructionSets other = new InstructionSets("AVX2", "AVX2", "Haswell", true, "02");

    cache.require(first);
    cache.require(first);

    for (InstructionSets differs :
        List.of(other, new InstructionSets("AVX512_CORE", "AVX512", "", false, "02"))) {
      assertThatThrownBy(() -> cache.require(differs))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(
              folder
                  + ": found trials computed with ATEN_CPU_CAPABILITY=avx512"
                  + " ONEDNN_MAX_CPU_ISA=AVX512_CORE (sample 01), but this process computes with");
    }
    assertThat(other.toString())
        .isEqualTo(
            "ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 OPENBLAS_CORETYPE=Haswell"
                + " TWOBIT_WHOLE_BLOCKS=1 (sample 02)");
  }

  @Test
  void aFailureIsKeptUntilItIsForgottenAndOnlyOneThatStays() throws IOException {
    EvaluationTrial trial = trial("m.onnx", "embedded");
    TrialCache cache = new TrialCache(folder);
    TrialFailure refused =
        TrialFailure.of(new InvalidInputException("m.onnx: found\n  nothing")).orElseThrow();

    cache.put(trial, refused);

    assertThat(cache.failure(trial)).hasValue(refused);
    assertThat(refused.exception()).hasMessage("m.onnx: found nothing");
    cache.forgetFailure(trial);
    assertThat(cache.failure(trial)).isEmpty();
    assertThat(TrialFailure.of(new TrainingDivergedException("loss"))).isPresent();
    assertThat(TrialFailure.of(new OutOfMemoryError())).isEmpty();
    assertThat(TrialFailure.of(new IllegalStateException())).isEmpty();
  }

  @Test
  void aFileThatIsNoTrialIsRefusedInALine() throws IOException {
    Path file = folder.resolve("t.json");
    for (String text :
        List.of(
            "",
            "[]",
            "{",
            "{\"kind\":\"nothing\"}",
            "{\"kind\":\"evaluation\"}",
            Json.line(trial("m.onnx", "embedded")).replace("\"format\":5", "\"format\":4"))) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> TrialFileRun.read(file))
          .as(text)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found");
    }
    assertThatThrownBy(() -> TrialFileRun.read(folder.resolve("none")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("none") + ": found no such file, expected a trial's");
  }
}
