package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunState;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the folder of a run says of it. */
class RunStatesTest {
  private static final String EPOCH =
      """
      {"time":"2026-12-01T01:15:3%d.5Z","event":"epoch","phase":"train","training":{"epoch":%d,\
      "epochs":5,"learningRate":0.1,"trainLoss":1.5,"trainAccuracy":0.4,"testAccuracy":%s,\
      "imagesPerSecond":620.5,"seconds":79.25}}
      """;

  @TempDir private Path folder;

  private Path run(String name) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        run.resolve("run.yaml"),
        """
        inputs:
          model: "nets/a.onnx"
          data: "embedded"
        init: "fresh"
        arithmetic:
          quantization:
            weights: "lsq:bits=2"
            activations: "pact:bits=2"
        """);
    Files.writeString(
        run.resolve("log.jsonl"),
        "{\"time\":\"2026-12-01T01:15:30Z\",\"event\":\"sitting\"}\n"
            + EPOCH.formatted(1, 1, "0.75")
            + EPOCH.formatted(2, 2, "0.5")
            + "{\"time\":\"2026-12-01T01:1"); // a line that is being written
    return run;
  }

  @Test
  void itIsWhereItsLogEnds() throws IOException {
    Path run = run("a");

    RunState state = RunStates.read(run);

    assertThat(state.status()).isEqualTo(RunState.Status.STOPPED);
    assertThat(state.asked())
        .isEqualTo(
            new RunState.Asked("train", "nets/a.onnx", "embedded", "", "lsq:bits=2 + pact:bits=2"));
    assertThat(state.at()).isEqualTo("train 2/5");
    assertThat(state.bestPercent()).hasValue(75);
    assertThat(state.told().seconds()).isEqualTo(2.5);
    assertThat(Files.readString(run.resolve("log.jsonl")))
        .as("another process may be writing it")
        .endsWith("2026-12-01T01:1");
  }

  @Test
  void whoeverHoldsItRunsIt() throws IOException {
    Path run = run("a");

    try (RunFolder held = RunFolder.open(run, true)) {
      assertThat(RunStates.read(held.root()).status()).isEqualTo(RunState.Status.RUNNING);
    }

    assertThat(RunStates.read(run).status()).isEqualTo(RunState.Status.STOPPED);
  }

  /** Of another process; killed, it holds nothing any more. */
  @Tag("slow")
  @Test
  void anotherProcessRunsItUntilItIsKilled() throws Exception {
    Path run = run("a");
    new EpochLog(run.resolve("log.jsonl")).write(EpochLog.FAILED, Map.of("message", "before"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                run.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('h');
      assertThat(RunStates.read(run).status()).isEqualTo(RunState.Status.RUNNING);
      assertThatThrownBy(() -> RunFolder.open(run, true).close())
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(run + ": another process is writing this run");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(RunStates.read(run).status()).isEqualTo(RunState.Status.FAILED);
  }

  /** Another process: holds the run until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (RunFolder held = RunFolder.open(Path.of(args[0]), true)) {
        System.out.print("h");
        System.out.flush();
        Thread.sleep(TimeUnit.MINUTES.toMillis(1));
      }
    }
  }

  /**
   * As its page and its folder name it: {@code demo} makes a search, but is gone on with as demo.
   */
  @Test
  void itGoesOnByTheCommandThatBeganIt() throws IOException {
    Path run = run("a");
    assertThat(RunStates.read(run).asked().command()).isEqualTo("train");

    Files.writeString(
        run.resolve("run.yaml"),
        "command: [twobit, --verbose, demo, --out, x]\n",
        StandardOpenOption.APPEND);

    assertThat(RunStates.read(run).asked().command()).isEqualTo("demo");
  }

  @Test
  void aFaultIsTheLastThingItSays() throws IOException {
    Path run = run("a");
    EpochLog log = new EpochLog(run.resolve("log.jsonl"));
    assertThatThrownBy(
            () ->
                log.noting(
                    () -> {
                      throw new IllegalStateException("no more memory");
                    }))
        .isInstanceOf(IllegalStateException.class);

    RunState state = RunStates.read(run);

    assertThat(state.status()).isEqualTo(RunState.Status.FAILED);
    assertThat(state.told().messages()).containsExactly("no more memory");
    log.write(EpochLog.SITTING, Map.of());
    assertThat(RunStates.read(run).status()).as("resumed").isEqualTo(RunState.Status.STOPPED);
  }

  @Test
  void aFinishedSearchHasItsNetworks() throws IOException {
    Path run = run("a");
    ResultsFile.write(SyntheticRun.of(4, ""), run.resolve("results.json"));

    RunState state = RunStates.read(run);

    assertThat(state.status()).isEqualTo(RunState.Status.FINISHED);
    assertThat(state.networks()).hasSize(SyntheticRun.of(4, "").networks().size());
    assertThat(state.networks()).filteredOn(n -> n.isResult()).hasSize(1);
  }

  @Test
  void aFolderHasItsRunsByName() throws IOException {
    Path b = run("b");
    Path a = run("a");
    Files.createDirectories(folder.resolve("none"));

    assertThat(RunStates.in(folder)).containsExactly(a, b);
    assertThat(RunStates.in(a)).containsExactly(a);
    assertThatThrownBy(() -> RunStates.in(folder.resolve("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("nowhere: no such folder; expected one with runs in it");
    assertThatThrownBy(() -> RunStates.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("found no run.yaml, expected the folder of a run");
  }
}
