package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.deployment.ExportMetadata;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.Start;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.TwobitVersion;
import dev.twobit.search.SearchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's folder says that it is of, and who may go on in it. */
class RunFolderTest {
  @TempDir private Path folder;

  private RunYaml asked(int bits, String recipe) throws IOException {
    Path model = Files.writeString(folder.resolve("net.onnx"), "any bytes");
    SearchSettings settings = SearchSettings.preset("smoke").with("recipe", recipe);
    return RunYaml.of(
        new SearchRequest(
            new Inputs(model, "embedded", "auto"),
            "toy-8x8-w2a2",
            StartRequest.fresh(
                new Arithmetic(
                    new Quantization("dorefa:bits=" + bits, "pact:bits=" + bits, true),
                    bits,
                    8,
                    "float32"),
                TrainingPlan.of(settings)),
            SearchPlan.of("nce", settings, List.of("latency=1.0x")),
            new Execution(List.of(7L, 8L), 2),
            folder.resolve("run"),
            false),
        Start.fresh());
  }

  private void claim(RunYaml asked) throws IOException {
    try (RunFolder run = RunFolder.open(folder.resolve("run"), true)) {
      run.claim(asked);
    }
  }

  @Test
  void whoAsksAlikeGoesOnAndAnotherIsToldTheKey() throws IOException {
    claim(asked(2, "cifar10"));

    claim(asked(2, "cifar10"));
    assertThatThrownBy(() -> claim(asked(4, "cifar10")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("arithmetic.quantization.weights \"dorefa:bits=2\"")
        .hasMessageContaining("\"dorefa:bits=4\"")
        .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    assertThatThrownBy(() -> claim(asked(2, "imagenet")))
        .hasMessageContaining("search.settings.recipe \"cifar10\"");
  }

  @Test
  void aRunOfAnotherFormatIsRefusedInOneLine() throws IOException {
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(folder.resolve("run/run.yaml"), "twobit: 0.0.9\nmodel: net.onnx\nbits: 2\n");

    assertThatThrownBy(() -> claim(asked(2, "cifar10")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "run.yaml: was written by twobit 0.0.9 in format 1, expected format 2")
        .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
  }

  @Test
  void anExportedFileSaysHowItWasMade() throws IOException {
    claim(asked(2, "cifar10"));

    Map<String, String> metadata =
        ExportMetadata.of(Map.of(), folder.resolve("run").resolve("adapted.onnx"));

    assertThat(metadata)
        .containsEntry("twobit.hardware", "toy-8x8-w2a2")
        .containsEntry("twobit.bits", "2")
        .containsEntry("twobit.residualBits", "8")
        .containsEntry("twobit.method", "nce")
        .containsEntry("twobit.weights", "dorefa:bits=2")
        .containsEntry("twobit.activations", "pact:bits=2")
        .containsEntry("twobit.recipe", "cifar10")
        .containsEntry("twobit.budgets", "latency=1.0x")
        .containsEntry("twobit.seeds", "7,8")
        .containsEntry("twobit.preset", "smoke")
        .containsEntry("twobit.version", TwobitVersion.current())
        .containsKey("twobit.modelSha256");
  }
}
