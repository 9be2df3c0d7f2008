package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.tensor.Precision;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning rates tried on 300 of the embedded images, of which 100 judge. */
@Tag("slow")
class ProbeWorkTest {
  @TempDir private Path folder;

  private final Subjects subjects = new Subjects();

  private record Silent() implements TrialListener {
    @Override
    public void search(SearchTrial trial, SearchEpoch epoch) {}

    @Override
    public void training(TrainingTrial trial, TrainingEpoch epoch, double best) {}

    @Override
    public void say(String line) {}
  }

  private ProbeTrial trial(double factor, int heldOut, double finalShare) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(8), 3), file);
    Images images =
        new Images(subjects.data("embedded"), "auto", 30, 5)
            .holdingOut(new HeldOut(heldOut, Optional.empty()));
    TrainingTrial training =
        new TrainingTrial(
            Trial.FORMAT,
            new Subject(Subjects.model(file), images),
            Structure.ORIGINAL,
            Arithmetic.of(
                Quantization.of(QuantizerChoice.of("sawb", 2), QuantizerChoice.of("pact", 2), true),
                2,
                8,
                Precision.FLOAT32),
            TrainingPlan.of("w2a2-finetune", 2, 10),
            new Start("imported", Optional.empty(), NewChannels.SILENT),
            TrainingTrial.Outputs.NONE,
            Execution.of(1, 1));
    return new ProbeTrial(Trial.FORMAT, training, factor, finalShare);
  }

  private ProbeTrialResult run(ProbeTrial trial, String out, StopRequest stop) throws IOException {
    Path own = Files.createDirectories(folder.resolve(out));
    return new ProbeWork(subjects, new Silent(), TrialPlaces.apart()).run(trial, own, stop);
  }

  @Test
  void stoppedWithinItItEndsInTheSameBitsAndAnotherRateInOthers() throws IOException {
    ProbeTrial trial = trial(1, 100, 0);
    ProbeTrialResult whole = run(trial, "whole", new StopRequest());
    assertThat(whole.images()).isEqualTo(100);
    assertThat(whole.steps()).isEqualTo(40); // an epoch of 20: all that two have
    StopRequest now = new StopRequest();
    now.request();

    assertThatThrownBy(() -> run(trial, "cut", now)).isInstanceOf(TrainingStoppedException.class);
    assertThatThrownBy(() -> run(trial, "cut", now)).isInstanceOf(TrainingStoppedException.class);
    ProbeTrialResult resumed = run(trial, "cut", new StopRequest());

    assertThat(resumed.crossEntropy()).isEqualTo(whole.crossEntropy()).isPresent();
    assertThat(run(trial(2, 100, 0), "twice", new StopRequest()).crossEntropy())
        .isPresent()
        .isNotEqualTo(whole.crossEntropy());
    assertThat(run(trial(1e30, 100, 0), "far", new StopRequest()).crossEntropy()).isEmpty();
  }

  @Test
  void theFinalsHalfDoesNotJudge() throws IOException {
    assertThat(run(trial(1, 100, 0.5), "half", new StopRequest()).images()).isEqualTo(50);
    assertThat(run(trial(1, 100, 0.7), "less", new StopRequest()).images()).isEqualTo(30);
    ProbeTrial few = trial(1, 39, 0.5);
    assertThatThrownBy(() -> ProbeWork.check(few, subjects))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 39 held-out images, expected at least 40");
  }
}
