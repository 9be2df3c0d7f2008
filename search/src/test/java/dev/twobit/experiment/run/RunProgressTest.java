package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.training.EpochPosition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private static final RunWork WORK =
      new RunWork(
          List.of(
              new RunWork.Phase(TrainedJudge.PHASE, 10, 1_000),
              new RunWork.Phase("training", 2, 1_000)));

  private static String line(long epochsBefore, int epoch, int step) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RunProgress progress =
        new RunProgress(
            new ProgressLine(new PrintStream(out, true, StandardCharsets.UTF_8), true, false),
            WORK,
            List.of(),
            trial -> "training");
    progress.judged(epochsBefore);
    progress.step(TrainedJudge.PHASE, new EpochPosition(epoch, 4, step, 10, 100, 1));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Of 10 epochs of candidates and 2 of the training after them, at 100 images a second. */
  @Test
  void theWholeSearchIsInTheTimeLeftOfACandidate() {
    assertThat(line(0, 1, 0)).contains("1/4").contains("2m00s left");
    assertThat(line(4, 2, 5)).contains("2/4").contains("1m05s left");
  }

  /** There may be more than were counted: a network that diverged is trained again. */
  @Test
  void whatTakesLongerThanWasCountedIsNotTakenFromTheRest() {
    assertThat(line(12, 1, 5)).contains("20s left");
  }
}
