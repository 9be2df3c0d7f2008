package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCommandsTest {
  @TempDir private Path folder;

  private String resnet8(int inputChannels) {
    String file = folder.resolve("resnet8-" + inputChannels + ".onnx").toString();
    CliRun run = CliRun.of("model", "resnet8", file, "--input-channels", "" + inputChannels);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return file;
  }

  private CliRun train(String model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                model,
                "--data",
                "embedded",
                "--out",
                out().toString(),
                "--json",
                "--no-deploy"));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  private Path out() {
    return folder.resolve("run");
  }

  /** PACT starts from the data; a start from untrained statistics made the loss explode. */
  @Tag("slow")
  @Test
  void twoBitTrainingLearnsAndIsResumedOnlyAsAsked() throws IOException {
    String model = resnet8(1);

    CliRun run = train(model, "--epochs", "2", "--batch-size", "128", "--threads", "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).containsPattern("2/2  test \\d+\\.\\d+ %  best .* 0s left");
    List<String> log = Files.readAllLines(out().resolve("log.jsonl"));
    JsonNode last = new ObjectMapper().readTree(log.get(2)).get("training");
    assertThat(last.get("trainLoss").asDouble()).isLessThan(1.8);
    JsonNode outcome = run.json();
    assertThat(outcome.at("/training/accuracy/testImages").asInt()).isEqualTo(1_000);

    CliRun again = train(model, "--epochs", "2", "--batch-size", "128", "--threads", "2");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errLines()).hasSize(1);
    assertThat(again.err()).contains("--resume");

    CliRun other =
        train(model, "--epochs", "3", "--batch-size", "128", "--threads", "2", "--resume");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("run.yaml");

    CliRun resumed =
        train(model, "--epochs", "2", "--batch-size", "128", "--threads", "2", "--resume");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out()).isEqualTo(run.out());
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    CliRun run = train(resnet8(3), "--epochs", "1");

    assertRefused(run);
    assertThat(run.err()).contains("1x3x32x32").contains("1x32x32");
  }

  @Test
  void classesThatDoNotFitAreRefused() {
    String file = folder.resolve("seven.onnx").toString();
    CliRun.of("model", "resnet8", file, "--input-channels", "1", "--classes", "7");

    CliRun run = train(file, "--epochs", "1");

    assertRefused(run);
    assertThat(run.err()).contains("7 classes").contains("10");
  }

  @Test
  void unknownDataAndQuantizersAreRefused() {
    String model = resnet8(1);

    CliRun data = CliRun.of("evaluate", model, "--data", "cifar1000:x");
    CliRun missing = CliRun.of("evaluate", model, "--data", "cifar10:" + folder.resolve("none"));
    CliRun recipe = train(model, "--recipe", "smal");
    CliRun quantizer = train(model, "--epochs", "1", "--activations", "packt");
    CliRun hardware =
        CliRun.of(
            "train", model, "--data", "embedded", "--out", out().toString(), "--hardware", "nvdla");

    assertRefused(data);
    assertThat(data.err()).contains("'cifar1000:x'").contains("embedded");
    assertRefused(missing);
    assertThat(missing.err()).contains("no such folder");
    assertRefused(recipe);
    assertThat(recipe.err()).contains("'smal'").contains("did you mean 'small'");
    assertRefused(quantizer);
    assertRefused(hardware);
    assertThat(hardware.err()).contains("nvdla");
    assertThat(quantizer.err()).contains("'packt'").contains("pact");
  }

  @Test
  void aNetworkWithNothingToQuantizeIsRefused() throws IOException {
    Path file = folder.resolve("two.onnx");
    OnnxExporter.write(firstAndLastOnly(), file);

    CliRun run = train(file.toString(), "--epochs", "1");

    assertRefused(run);
    assertThat(run.err()).contains("nothing to quantize");
  }

  @Tag("slow")
  @Test
  void theTrainedResNet20IsEvaluatedAsOnnxRuntimeDoes() throws IOException {
    Path cifar = SharedModels.require("data/cifar10");

    CliRun run =
        CliRun.of(
            "evaluate",
            SharedModels.resnet20().toString(),
            "--data",
            "cifar10:" + cifar,
            "--normalization",
            "imagenet",
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode outcome = run.json();
    assertThat(outcome.get("images").asInt()).isEqualTo(2_000);
    assertThat(outcome.get("differingImages").asInt()).isZero();
    // 91.73 % on all 10,000 test images; these are 2,000 of them.
    assertThat(outcome.at("/libtorch/top1Percent").asDouble()).isBetween(90.0, 93.5);
  }

  private void assertRefused(CliRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(out()).doesNotExist();
  }

  /** A convolution that reads the image, and a fully connected layer. */
  private static Network firstAndLastOnly() {
    return new Network(
        "two",
        List.of("x"),
        List.of("y"),
        List.of(
            new Layer.Convolution("conv", "x", "c", 1, 2, Window.square(32, 1, 0), 1, false),
            new Layer.Reshape("flat", "c", "f", TensorShape.of(1, 2)),
            new Layer.FullyConnected("fc", "f", "y", 2, 10, false)),
        Map.of(
            "x", TensorShape.of(1, 1, 32, 32),
            "c", TensorShape.of(1, 2, 1, 1),
            "f", TensorShape.of(1, 2),
            "y", TensorShape.of(1, 10)),
        Parameters.of(
            Map.of(
                "conv.weight",
                new WeightTensor(TensorShape.of(2, 1, 32, 32), new float[2 * 32 * 32]),
                "fc.weight",
                new WeightTensor(TensorShape.of(10, 2), new float[20]))),
        true);
  }
}
