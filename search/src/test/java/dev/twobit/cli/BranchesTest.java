package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.ScaledWidths;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several convolutions read is one tensor of codes: trained, deployed and counted as one. */
@Tag("slow")
class BranchesTest {
  @TempDir private Path folder;

  @Test
  void aTrainedFileWritesWhatItsNetworkIsCountedToWrite() throws IOException {
    Path model = folder.resolve("squeezenet.onnx");
    OnnxExporter.write(
        Initializer.initialize(
            ScaledWidths.of(ModelZoo.build(Model.SQUEEZENET, 1, 10, 32, 1), 0.25), 3),
        model);
    Path out = folder.resolve("run");
    CliRun trained =
        CliRun.of(
            ("train " + model + " --data embedded --held-out 98% --threads 1 --epochs 1")
                .concat(" --batch-size 20 --recipe small --hardware none --out " + out)
                .split(" "));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    JsonNode float32 = simulated(model);
    assertThat(written(simulated(out.resolve("trained.onnx")))).isEqualTo(written(float32));
    assertThat(simulated(out.resolve("trained.onnx")).at("/simulation/latencyCycles"))
        .isEqualTo(float32.at("/simulation/latencyCycles"));
  }

  private static JsonNode simulated(Path file) {
    return CliRun.of("simulate", file.toString(), "--hardware", "toy-8x8-w2a2", "--json").json();
  }

  private static long written(JsonNode run) {
    return StreamSupport.stream(run.at("/simulation/layers").spliterator(), false)
        .mapToLong(layer -> layer.at("/activity/dramWriteBytes").asLong())
        .sum();
  }
}
