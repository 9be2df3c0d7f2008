package dev.twobit.cli;

import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.StartRequest;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.json.Json;
import dev.twobit.network.ModelZoo;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.results.RunResults;
import dev.twobit.search.SearchSettings;
import dev.twobit.tensor.Precision;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twobit demo}: a search with everything given. */
@Command(
    name = "demo",
    description = {
      "The whole path on a ResNet-8 built here and the embedded images: search under a latency",
      "budget of 1.0x on nvdla-small-w2a2, training, export, report."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit demo --out demo")
final class DemoCommand implements Callable<Integer> {
  private static final int GREY = 1;
  private static final int BITS = 2;
  private static final int RESIDUAL_BITS = 8;
  private static final long SEED = 1;

  private final Console console;
  private final SearchRunner runner;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Run folder (runs/demo, or the next free runs/demo-N).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private JsonOption json;

  DemoCommand(Console console, SearchRunner runner) {
    this.console = console;
    this.runner = runner;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = out.orElseGet(() -> FreeFolder.next("demo"));
    Path model = folder.resolve("resnet8.onnx");
    ModelZoo.Model resnet8 = ModelZoo.Model.RESNET8;
    OnnxExporter.write(ModelZoo.build(resnet8, GREY, resnet8.defaultClasses(), SEED), model);
    RunResults results =
        runner.run(request(model, folder), new StopRequest(), console.progress(quiet));
    console.out().println(json.isSet() ? Json.indented(results) : RunSummary.of(results, folder));
    return 0;
  }

  private static SearchRequest request(Path model, Path folder) {
    SearchSettings settings = SearchSettings.preset("smoke");
    return new SearchRequest(
        new Inputs(model, "embedded", "auto"),
        "nvdla-small-w2a2",
        StartRequest.fresh(
            Arithmetic.of(
                Quantization.of(
                    QuantizerChoice.of("dorefa", BITS),
                    QuantizerChoice.of("pact", BITS),
                    settings.weights().alphaFromData()),
                BITS,
                RESIDUAL_BITS,
                Precision.FLOAT32),
            TrainingPlan.of(settings)),
        SearchPlan.of("nce", settings, List.of("latency=1.0x")),
        Execution.of(SEED, Runtime.getRuntime().availableProcessors()),
        folder,
        false);
  }
}
