package dev.twobit.experiment.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialFailedException;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.TrainingDivergedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes, as files and exit codes have them. */
class EngineExecutorTest {
  @TempDir Path folder;

  private final ScriptedTrials.Said said = new ScriptedTrials.Said();
  private final Stops stops = new Stops();
  private final List<Integer> done = new ArrayList<>();

  private TrialEngine run(String before, int count) throws IOException {
    ScriptedTrials scripted = new ScriptedTrials(folder);
    TrialCache cache = new TrialCache(scripted.trials());
    try (EngineExecutor executor =
        new EngineExecutor(
            cache, new LocalProcesses(2, said::say), scripted.command(before), said, stops)) {
      TrialEngine engine = new TrialEngine(cache, executor);
      engine.run(ScriptedTrials.trials(count), (t, r) -> done.add(((EvaluationTrial) t).threads()));
      return engine;
    }
  }

  private Path of(int number) {
    return folder.resolve("trials").resolve(TrialJson.key(ScriptedTrials.trial(number)));
  }

  @Test
  void everyTrialHasItsOwnResultAndIsBegunOnce() throws IOException {
    TrialEngine engine = run("[ \"$MARK\" = 'of the driver' ] || exit 9", 5);

    for (EvaluationTrial trial : ScriptedTrials.trials(5)) {
      assertThat(engine.result(trial).test().top1Percent()).isEqualTo(trial.threads());
      assertThat(of(trial.threads()).resolve("tries")).hasContent("x");
    }
    assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    run("exit 9", 5); // all are kept
    assertThat(done).hasSize(5);
  }

  @Test
  void aKilledProcessIsBegunAgainAndToldOf() throws IOException {
    TrialEngine engine =
        run("[ $number != 2 ] || [ $(wc -l <\"$folder/tries\") = 2 ] || kill -9 $$", 3);

    assertThat(engine.result(ScriptedTrials.trial(2)).test().top1Percent()).isEqualTo(2);
    assertThat(Files.readAllLines(of(2).resolve("tries"))).hasSize(2);
    assertThat(said.lines())
        .containsExactly(
            "evaluate the imported weights: its process ended with code 137; beginning again");
  }

  @Test
  void onlySoManyTimes() {
    assertThatThrownBy(() -> run("echo no memory >&2; exit 1", 1))
        .isInstanceOf(TrialFailedException.class)
        .hasMessage(
            "evaluate the imported weights: its process ended with code 1 (no memory), and 2 tries"
                + " before came to no result; the same command goes on");
    assertThat(of(1).resolve("tries")).hasContent("x\nx\nx");
  }

  @Test
  void whatIsRefusedOrDivergesIsNotTriedAgainUntilTheNextCommand() throws IOException {
    String refuse =
        "printf '{\"kind\":\"%s\",\"text\":\"m.onnx: why\"}' >$folder/failure.json; exit 2";

    assertThatThrownBy(() -> run(refuse.formatted("REFUSED"), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("m.onnx: why");
    assertThat(of(1).resolve("tries")).hasContent("x");
    assertThatThrownBy(() -> run(refuse.formatted("DIVERGED"), 1))
        .isInstanceOf(TrainingDivergedException.class);
    assertThat(of(1).resolve("tries")).hasContent("x\nx");
    assertThat(run("", 1).result(ScriptedTrials.trial(1)).test().top1Percent()).isEqualTo(1);
  }

  @Test
  void aWishToStopEndsTheProcesses() {
    assertThatThrownBy(
            () -> {
              Thread wish =
                  new Thread(
                      () -> {
                        while (!Files.exists(of(1).resolve("tries"))) {
                          Thread.onSpinWait();
                        }
                        stops.request();
                      });
              wish.start();
              run("sleep 100 & trap \"kill $!; exit 130\" TERM; wait", 1);
            })
        .isInstanceOf(StudyStoppedException.class);
    assertThat(of(1).resolve("result.json")).doesNotExist();
  }

  @Test
  void aFollowUpBeginsWhileOthersStillRun() throws IOException {
    ScriptedTrials scripted = new ScriptedTrials(folder);
    TrialCache cache = new TrialCache(scripted.trials());
    Path follower = of(3).resolve("result.json");
    // The second waits for what the first makes possible: with a barrier it would wait for ever.
    TrialWords command =
        scripted.command(
            "i=0; while [ $number = 2 ] && [ ! -e '%s' ]; do sleep 0.05; i=$((i+1)); [ $i -lt 400 ] || exit 3; done"
                .formatted(follower));
    List<Trial> ended = new ArrayList<>();
    try (EngineExecutor executor =
        new EngineExecutor(cache, new LocalProcesses(2, said::say), command, said, stops)) {
      new TrialEngine(cache, executor)
          .run(
              ScriptedTrials.trials(2),
              (t, r) -> ended.add(t),
              (t, r) ->
                  t.equals(ScriptedTrials.trial(1)) ? List.of(ScriptedTrials.trial(3)) : List.of());
    }

    assertThat(ended)
        .containsExactly(ScriptedTrials.trial(1), ScriptedTrials.trial(3), ScriptedTrials.trial(2));
  }
}
