package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.experiment.trial.EpochLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochHistoryTest {
  @TempDir private Path folder;

  private static String search(String time, int epoch, double loss, double widest) {
    return """
        {"time":"2026-01-01T%s","event":"epoch","phase":"search","search":{"phase":"search",\
        "epoch":%d,"epochs":3,"learning":{"temperature":1.0,"learningRate":0.1,\
        "weightLoss":%s,"architectureLoss":1.0,"architectureAccuracy":0.5},"units":{\
        "candidates":{},"probabilities":{"conv":[0.5,%s]},"meanLossGradients":{},\
        "meanGradients":{},"sampled":{},"meanWidths":{}},"costs":{"expected":{},\
        "genotypeCosts":{},"additiveRatio":{}},"winner":{"genotype":{},"inBand":true,\
        "expansions":[]},"speed":{"imagesPerSecond":50.0,"seconds":10.0}}}
        """
        .formatted(time, epoch, loss, widest);
  }

  private static String training(String time, int epoch, double loss) {
    return """
        {"time":"2026-01-01T%s","event":"epoch","phase":"train","training":{"epoch":%d,"epochs":1,\
        "learningRate":0.1,"trainLoss":%s,"trainAccuracy":0.5,"testAccuracy":0.5,\
        "imagesPerSecond":50.0,"seconds":10.0}}
        """
        .formatted(time, epoch, loss);
  }

  private static String sitting(String time) {
    return "{\"time\":\"2026-01-01T" + time + "\",\"event\":\"sitting\"}\n";
  }

  /** Killed while writing the second epoch; the second sitting runs it again. */
  @Test
  void aLineCutShortIsRunAgainAndCountsOnce() throws IOException {
    Path file = folder.resolve("log.jsonl");
    String cut = search("00:00:20Z", 2, 7, 0.9);
    Files.writeString(
        file,
        sitting("00:00:00Z")
            + search("00:00:10Z", 1, 2.0, 0.2)
            + search("00:00:15Z", 2, 9.0, 0.1)
            + cut.substring(0, cut.length() / 2));
    EpochLog log = new EpochLog(file);
    Files.writeString(
        file,
        Files.readString(file)
            + sitting("01:00:00Z")
            + search("01:00:10Z", 2, 1.5, 0.4)
            + training("01:00:30Z", 1, 1.0));

    EpochHistory history = EpochHistory.read(log, List.of());

    assertThat(history.epochs())
        .extracting(e -> e.phase() + e.epoch() + ":" + e.trainLoss())
        .containsExactly("search1:2.0", "search2:1.5", "train1:1.0");
    assertThat(history.highest("conv")).isEqualTo(0.4);
    assertThat(history.wallSeconds()).isCloseTo(15 + 30, within(1e-9));
    assertThat(history.times()).hasSize(2);
    assertThat(history.times().get(0).seconds()).isEqualTo(20);
    assertThat(history.times().get(0).imagesPerSecond()).hasValue(50);
    assertThat(history.started()).hasToString("2026-01-01T00:00:00Z");
  }

  @Test
  void whatIsLeftIsReckonedAtThePresentSpeed() {
    RunWork work =
        new RunWork(
            java.util.List.of(
                new RunWork.Phase("a", 2, 100),
                new RunWork.Phase("b", 3, 200),
                new RunWork.Phase("c", 1, 50)));

    assertThat(work.secondsLeft("a", 1, 10)).isEqualTo((100 + 600 + 50) / 10.0);
    assertThat(work.secondsLeft("b", 3, 10)).isEqualTo(5);
    assertThat(work.secondsLeft("c", 1, 10)).isZero();
  }
}
